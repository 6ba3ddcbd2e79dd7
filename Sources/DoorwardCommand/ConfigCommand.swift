internal import ArgumentParser
internal import Doorward

/// `doorward config`
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Print the configuration in force, and where each value comes from.",
        discussion: """
            Precedence: flag, environment (DOORWARD_…), file, default. Secrets are
            named, never shown.

              doorward config
              DOORWARD_LISTEN=0.0.0.0:80 doorward config --format json
            """)

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "How to print it: text or json.")
    var format = OutputFormat.text

    @Flag(help: "Print the reference of all keys instead, in Markdown.")
    var reference = false

    func run() throws {
        if reference { return Terminal.say(ConfigurationReference.markdown()) }
        let loaded = try options.load()
        Terminal.say(format == .json ? loaded.effective.json() : loaded.effective.text())
        Terminal.complain(loaded.warnings.map(\.description))
    }
}
