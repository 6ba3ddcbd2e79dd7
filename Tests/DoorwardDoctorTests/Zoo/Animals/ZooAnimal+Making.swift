import DoorwardDoctor

extension ZooAnimal {
    typealias Change = @Sendable (inout ZooWorld) -> Void

    /// A site with a manifest.
    static func plugin(
        _ fault: String?, _ name: String, _ sentence: String, _ protection: ZooAPI.Guard = .none,
        at target: String = "https://api.example.test", change: @escaping Change = { _ in }
    ) -> ZooAnimal {
        ZooAnimal(
            name: name, fault: fault, sentence: sentence, profiles: [plugin], target: target,
            world: { .plugin(protection) }, change: change)
    }

    /// A site with a manifest on the developer's own machine.
    static func local(
        _ fault: String?, _ name: String, _ sentence: String, change: @escaping Change = { _ in }
    ) -> ZooAnimal {
        ZooAnimal(
            name: name, fault: fault, sentence: sentence, profiles: [plugin], target: "http://localhost:3333",
            world: { .local() }, change: change)
    }

    /// An API for a custom GPT.
    static func action(
        _ fault: String?, _ name: String, _ sentence: String, _ protection: ZooAPI.Guard = .none,
        change: @escaping Change = { _ in }
    ) -> ZooAnimal {
        ZooAnimal(
            name: name, fault: fault, sentence: sentence, profiles: [action],
            target: "https://api.example.test/openapi.json", world: { .action(protection) }, change: change)
    }

    /// An MCP server.
    static func app(
        _ fault: String?, _ name: String, _ sentence: String, _ protection: ZooMCP.Guard = .all,
        as profiles: [String] = [app], change: @escaping Change = { _ in }
    ) -> ZooAnimal {
        ZooAnimal(
            name: name, fault: fault, sentence: sentence, profiles: profiles, target: "https://mcp.example.test/mcp",
            world: { .app(protection) }, change: change)
    }

    func with(_ options: @escaping @Sendable (inout DoctorOptions) -> Void) -> ZooAnimal {
        var animal = self
        animal.options = options
        return animal
    }

    func asking(_ profile: @escaping @Sendable (inout ClientProfile) -> Void) -> ZooAnimal {
        var animal = self
        animal.profile = profile
        return animal
    }
}
