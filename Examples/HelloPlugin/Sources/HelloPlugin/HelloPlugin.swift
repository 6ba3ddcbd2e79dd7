import Doorward

@main
struct HelloPlugin {
    static func main() async {
        var plugin = GuardedPlugin(title: "Hello", description: "Says hello to whoever asks.")
        plugin.on(.get, "/hello", id: "sayHello", summary: "Says hello to the user who asks.") { _, _ in
            ["message": "Hello from the plugin!"]
        }
        plugin.on(.get, "/hello/{name}", id: "greet", summary: "Greets somebody by name.") { _, context in
            ["message": "Hello, \(try context.parameters.require("name"))!"]
        }
        await plugin.run(configuration: "doorward.yaml")
    }
}
