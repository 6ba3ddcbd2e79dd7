internal import ArgumentParser
internal import Doorward

/// The options of every command that reads the whole configuration.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        name: [.short, .customLong("config")], help: "The configuration file.",
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    @Option(help: "Instead of listen: the address to listen on, host:port.")
    var listen: String?

    @Option(help: "Instead of public_url: the address that assistants know.")
    var publicURL: String?

    @Option(
        name: [.customLong("upstream-url"), .customLong("upstream")], help: "Instead of upstream.url: the API to guard."
    )
    var upstreamURL: String?

    @Option(
        help: "Instead of auth: none, service_http, user_http or oauth.",
        completion: .list(["none", "service_http", "user_http", "oauth"]))
    var auth: String?

    @Option(help: "Instead of logging.format: auto, text or json.", completion: .list(["auto", "text", "json"]))
    var logFormat: String?

    @Option(
        help: "Instead of logging.level: trace, debug, info, notice, warning or error.",
        completion: .list(["trace", "debug", "info", "notice", "warning", "error"]))
    var logLevel: String?

    /// The flags that were given, by key path.
    var flags: [(path: String, value: String)] {
        [
            ("listen", listen), ("public_url", publicURL), ("upstream.url", upstreamURL), ("auth", auth),
            ("logging.format", logFormat), ("logging.level", logLevel),
        ].compactMap { path, value in value.map { (path, $0) } }
    }

    var source: Door.Source { .file(config, environment: ProcessEnvironment.variables(), flags: flags) }

    func load() throws(ConfigurationFailure) -> LoadedConfiguration {
        try ConfigurationLoader.load(path: config, environment: ProcessEnvironment.variables(), flags: flags)
    }
}

/// The one option of the commands that only need to find the file.
struct ConfigurationFileOption: ParsableArguments {
    @Option(
        name: [.short, .customLong("config")], help: "The configuration file.",
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    func load() throws(ConfigurationFailure) -> LoadedConfiguration {
        try ConfigurationLoader.load(path: config, environment: ProcessEnvironment.variables())
    }
}

/// How a command prints what it found.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}
