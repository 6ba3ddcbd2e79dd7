public import DoorwardGateway
internal import DoorwardSecrets
internal import Hummingbird

/// The demonstration: the hello API and its guard in one process, with a secret made for this run.
public struct Demo: Sendable {
    public let host: String
    public let port: Int

    public init(host: String = "127.0.0.1", port: Int = 8000) {
        self.host = host
        self.port = port
    }

    /// The hello API, as any Swift developer would write it.
    static func plugin() -> GuardedPlugin {
        var plugin = GuardedPlugin(title: "Hello", description: "Says hello to whoever asks.")
        plugin.on(.get, "/hello", id: "sayHello", summary: "Says hello to the user who asks.") { _, _ in
            ["message": "Hello from the plugin!"]
        }
        return plugin
    }

    /// Runs the demonstration until SIGTERM or SIGINT.
    ///
    /// - Parameters:
    ///   - sink: where log lines go.
    ///   - opened: called once it answers, with the door and the secret to show to the person who started it.
    /// - Throws: ``StartFailure``, for example when the port is taken.
    public func run(
        sink: any LogSink = StandardErrorSink(), opened: @escaping @Sendable (Door, String) async -> Void
    ) async throws(StartFailure) {
        var random = SystemRandomNumberGenerator()
        guard let secret = try? SecretGenerator.generate(bytes: 32, format: .hex, using: &random),
            let value = secret.revealUTF8()
        else { throw StartFailure(.failure, ["no secret could be made"]) }
        try await Door.serve(try source(secret: value), sink: sink) { door in await opened(door, value) }
    }

    private func source(secret: String) throws(StartFailure) -> Door.Source {
        let variable = "DEMO_SECRET"
        let text = """
            public_url: auto
            listen: "\(host.utf8.contains(0x3A) ? "[\(host)]" : host):\(port)"
            upstream: {url: "http://127.0.0.1:9"}
            auth: service_http
            service: {secrets: ["env:\(variable)"]}
            manifest: {contact_email: support@example.com}
            metrics: {listen: "off"}
            database: none
            """
        return try Self.plugin().source(environment: [variable: secret]) { () throws(ConfigurationFailure) in
            try ConfigurationLoader.load(text: Array(text.utf8), name: "the demonstration's configuration")
        }
    }
}
