internal import ArgumentParser
internal import Doorward
internal import DoorwardSecrets

/// `doorward secret`
struct SecretCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret",
        abstract: "Check, rotate, add, retire and list secrets, wherever they are kept.",
        discussion: """
            All live values of the service's secrets are accepted, so a rotation refuses no call:

              doorward secret check     reads every secret as the server would
              doorward secret rotate service.secrets[0]
                                        makes a new value where it is kept; the old one stays accepted
              doorward secret add       or makes a second secret; a running server takes it over
              doorward secret list      once the new one is in use and the old one is not:
              doorward secret retire 1a2b3c4d
            """,
        subcommands: [Generate.self, Check.self, Rotate.self, Add.self, Retire.self, List.self])

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
        @Argument(help: "Where the secret is kept: env:NAME, file:/path, aws-sm://REGION/NAME, … (docs/secrets.md).")
        var source: String?
        @Option(help: "The new secret's name in .env.") var name: String?

        func run() async throws {
            let lock = try SecretRotation.lock(file)
            defer { lock.end() }
            let (reference, value, fingerprint, environmentFile) = try await SecretRotation.with(file) { rotation in
                let (reference, value) = try source.map { (try rotation.reference($0), nil) } ?? rotation.make(name)
                return (reference, value, try await rotation.add(reference), rotation.environmentFile)
            }
            Terminal.say("accepted from now on: \(reference) (fingerprint \(fingerprint))")
            guard let value else { return }
            Terminal.say(
                """

                  \(value)

                It is shown this once here and kept in \(environmentFile). Now
                  1. paste it into ChatGPT (the plugin's or the GPT's authentication settings);
                  2. watch 'doorward secret list' until it is in use and the old one no longer is;
                  3. 'doorward secret retire' with the old one's fingerprint.
                """)
        }
    }

    struct Retire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "No longer accept a secret, or the older value of one.",
            discussion: "  doorward secret retire 1a2b3c4d\n  doorward secret retire dotenv:.env#CHATGPT_PLUGIN_SECRET")

        @OptionGroup var file: ConfigurationFileOption
        @Argument(help: "Its fingerprint from 'doorward secret list', or where it is kept.") var secret: String

        func run() async throws {
            let lock = try SecretRotation.lock(file)
            defer { lock.end() }
            let secret = secret
            switch try await SecretRotation.with(file, { try await $0.retire(secret) }) {
            case .reference(let reference): Terminal.say("no longer accepted: \(reference)")
            case .version(let reference, let label):
                Terminal.say("no longer accepted: \(label.map { "\($0) of " } ?? "the older value of ")\(reference)")
            case .leftover(let source):
                Terminal.say("no longer accepted: the value that \(source) had before")
            }
        }
    }
}

/// How a generated secret is written.
enum SecretText: String, ExpressibleByArgument, CaseIterable {
    case hex, base64url

    var format: SecretGenerator.Format { self == .hex ? .hex : .base64url }
}
