internal import ArgumentParser
internal import Doorward
internal import DoorwardOAuth
internal import DoorwardSecrets

extension UserCommand {
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add somebody: by an invitation link, or with a password.",
            discussion: """
                Without a password a link is printed, behind which they choose one.

                  doorward user add alice --email alice@example.com
                  doorward user add bob --email bob@example.com --password-stdin < password.txt
                """)

        @OptionGroup var options: AdministrationOptions
        @Argument(help: "What they type to sign in: 3 to 64 letters, digits, dots, hyphens and underscores.")
        var name: String
        @Option(help: "The e-mail address, which they can type instead.") var email = ""
        @Flag(help: "Read the password as one line from standard input.") var passwordStdin = false
        @Flag(help: "Print an invitation link; so it is without --password-stdin.") var invite = false
        @Option(help: "How long the link is good: 12h, 7d.") var expiresIn = "7d"

        func validate() throws {
            if passwordStdin, invite { throw ValidationError("--password-stdin and --invite exclude each other") }
        }

        func run() async throws {
            let lifetime = try Lifetime.seconds(expiresIn, option: "--expires-in")
            let administration = try await options.open(creating: true)
            let password = passwordStdin ? try StandardInput.secretLine("Password of \(name): ") : nil
            let (user, link) = try await administration.addUser(
                name: name, email: email, password: password, invitationLifetime: lifetime)
            guard let link else {
                return Printed.outcome(
                    "added \(user.name)", [("user", .text(user.name)), ("id", .text(user.id))], options)
            }
            Printed.invitation(of: user, link: link, expiresIn: expiresIn, options)
        }
    }
}
