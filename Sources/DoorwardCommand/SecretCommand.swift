internal import ArgumentParser
internal import Doorward
internal import DoorwardSecrets

/// `doorward secret`
struct SecretCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret",
        abstract: "Generate, add, retire and list service secrets (auth: service_http).",
        discussion: """
            All listed secrets are accepted, so a rotation refuses no call:

              doorward secret add       makes a second one; a running server takes it over
              doorward secret list      once the new one is in use and the old one is not:
              doorward secret retire 1a2b3c4d
            """,
        subcommands: [Generate.self, Add.self, Retire.self, List.self])

    struct Generate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a new random secret. Nothing is stored.",
            discussion: "  doorward secret generate\n  doorward secret generate --bytes 48 --format base64url")

        @Option(help: "Random bytes, 16 to 1024.") var bytes = 32
        @Option(help: "How to write them: hex or base64url.") var format = SecretText.hex

        func validate() throws {
            guard SecretGenerator.allowedBytes.contains(bytes) else {
                throw ValidationError("--bytes must be 16 to 1024")
            }
        }

        func run() throws {
            var random = SystemRandomNumberGenerator()
            do throws(SecretGeneratorError) {
                let secret = try SecretGenerator.generate(bytes: bytes, format: format.format, using: &random)
                Terminal.say(secret.revealUTF8() ?? "")
            } catch {
                throw ValidationError(error.description)
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Accept one more secret: a new one, or one that is kept somewhere already.",
            discussion: """
                  doorward secret add                           makes one, kept in .env
                  doorward secret add file:/run/secrets/plugin  accepts what is kept there
                """)

        @OptionGroup var file: ConfigurationFileOption
        @Argument(help: "Where the secret is kept: env:NAME, file:/path, dotenv:.env#NAME, systemd:NAME.")
        var source: String?
        @Option(help: "The new secret's name in .env.") var name: String?

        func run() async throws {
            let lock = try SecretRotation.lock(file)
            defer { lock.end() }
            let rotation = try SecretRotation(file)
            let (reference, value) = try source.map { (try rotation.reference($0), nil) } ?? rotation.make(name)
            let fingerprint = try await rotation.add(reference)
            Terminal.say("accepted from now on: \(reference) (fingerprint \(fingerprint))")
            guard let value else { return }
            Terminal.say(
                """

                  \(value)

                It is shown this once here and kept in \(rotation.environmentFile). Now
                  1. paste it into ChatGPT (the plugin's or the GPT's authentication settings);
                  2. watch 'doorward secret list' until it is in use and the old one no longer is;
                  3. 'doorward secret retire' with the old one's fingerprint.
                """)
        }
    }

    struct Retire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "No longer accept a secret.",
            discussion: "  doorward secret retire 1a2b3c4d\n  doorward secret retire dotenv:.env#CHATGPT_PLUGIN_SECRET")

        @OptionGroup var file: ConfigurationFileOption
        @Argument(help: "Its fingerprint from 'doorward secret list', or where it is kept.") var secret: String

        func run() async throws {
            let lock = try SecretRotation.lock(file)
            defer { lock.end() }
            let reference = try await SecretRotation(file).retire(secret)
            Terminal.say("no longer accepted: \(reference)")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the accepted secrets: fingerprint, age, where kept, last used. Never the value.",
            discussion: "  doorward secret list\n  doorward secret list --all --format json")

        @OptionGroup var file: ConfigurationFileOption
        @Option(help: "How to print it: text or json.") var format = OutputFormat.text
        @Flag(help: "Also those that were retired.") var all = false

        func run() async throws {
            let rows = try await SecretRotation(file).list(includingRetired: all)
            let now = WallClock.unixSeconds()
            switch format {
            case .json:
                Terminal.say(
                    JSONText.array(
                        rows.map { row in
                            JSONText.object([
                                ("fingerprint", .text(row.fingerprint)), ("source", .text(row.source)),
                                ("state", .text(row.state)), ("first_seen", .time(row.firstSeen)),
                                ("last_used", .time(row.lastUsed)),
                            ])
                        }))
            case .text:
                guard !rows.isEmpty else { return Terminal.say("no secrets; 'doorward secret add' makes one") }
                let cells = rows.map { row in
                    [
                        row.fingerprint, row.state, row.firstSeen.map { Age.text($0, now) } ?? "-",
                        Age.text(row.lastUsed, now),
                        row.source,
                    ]
                }
                Terminal.say(TextTable(["FINGERPRINT", "STATE", "SINCE", "LAST USED", "KEPT IN"], cells).text)
            }
        }
    }
}

/// How a generated secret is written.
enum SecretText: String, ExpressibleByArgument, CaseIterable {
    case hex, base64url

    var format: SecretGenerator.Format { self == .hex ? .hex : .base64url }
}
