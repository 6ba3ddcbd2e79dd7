internal import ArgumentParser
internal import Doorward

/// The command line's root: what Doorward is, and its verbs.
@main
struct DoorwardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doorward",
        abstract: "The guarded front door between AI assistants and an HTTP API.",
        discussion: """
            Publishes what assistants need to find your API, authenticates every
            call, and forwards only what is allowed.

            Try it:            doorward demo
            Your own API:      doorward init, then doorward serve
            What is in force:  doorward config
            People who sign in: doorward user add, doorward client add
            What would fail:   doorward lint FILE, doorward doctor URL
            Shell completion:  doorward --generate-completion-script bash
            """,
        version: DoorwardVersion.text,
        subcommands: [
            DemoCommand.self, InitCommand.self, ServeCommand.self, ConfigCommand.self, SecretCommand.self,
            KeyCommand.self, UserCommand.self, ClientCommand.self, ProviderCommand.self, GrantCommand.self,
            TokenCommand.self, KeysCommand.self, DatabaseCommand.self, AuditCommand.self, LintCommand.self,
            DoctorCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as StartFailure {
            Terminal.complain(failure.problems)
            exit(withError: ExitCode(failure.status.rawValue))
        } catch let failure as ConfigurationFailure {
            Terminal.complain(failure.problems.map(\.description))
            exit(withError: ExitCode(StartFailure.Status.configuration.rawValue))
        } catch let error as AdministrationError {
            Terminal.complain(error.description.split(separator: "\n").map(String.init))
            if case .start(let failure) = error { exit(withError: ExitCode(failure.status.rawValue)) }
            exit(withError: ExitCode.failure)
        } catch let failure as CommandFailure {
            Terminal.complain([failure.message])
            exit(withError: ExitCode.failure)
        } catch {
            exit(withError: error)
        }
    }
}

/// What went wrong in a command, in a sentence for whoever typed it.
struct CommandFailure: Error {
    let message: String

    init(_ message: String) { self.message = message }

    init(_ error: any Error) { message = String(describing: error) }
}
