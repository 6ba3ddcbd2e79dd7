internal import ArgumentParser
internal import Doorward

/// `doorward demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Start a guarded example API, with a secret made for this run.",
        discussion: """
            Everything runs in this process and nothing is written to disk.
            Stop it with Ctrl-C.

              doorward demo
              doorward demo --port 8080
            """)

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 8000

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port must be 0 to 65535") }
    }

    func run() async throws {
        try await Demo(host: host, port: port).run { door, secret in
            Self.introduce(address: "http://\(door.listening)", secret: secret)
            StartupPages.giveBack()
        }
    }

    private static func introduce(address: String, secret: String) {
        Terminal.say(
            """

            Doorward guards the hello API at \(address)

              manifest   \(address)/.well-known/ai-plugin.json
              document   \(address)/openapi.json  (and /openapi.yaml)
              try it     \(address)/docs

            No token: who are you?
              curl -i \(address)/hello

            A wrong token: not you.
              curl -i -H "Authorization: Bearer not-the-secret" \(address)/hello

            The right token, made for this run:
              curl -i -H "Authorization: Bearer \(secret)" \(address)/hello

            Ctrl-C stops it. Your own API: doorward init

            """)
    }
}
