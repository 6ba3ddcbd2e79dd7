internal import ArgumentParser
internal import Doorward
internal import DoorwardOAuth

/// `doorward user`
struct UserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Add, list, disable and reset the people who can sign in (auth: oauth).",
        discussion: """
            A running server takes changes over within a second.

              doorward user add alice --email alice@example.com
              doorward user list
              doorward user show alice
              doorward user role alice editor
              doorward user disable alice
            """,
        subcommands: [
            Add.self, List.self, Show.self, Disable.self, Enable.self, Reset.self, Role.self, Unlink.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the accounts: who, since when, whether they can sign in.",
            discussion: "  doorward user list\n  doorward user list --format json")

        @OptionGroup var options: AdministrationOptions

        func run() async throws {
            let users = try await options.openExisting()?.users() ?? []
            let now = WallClock.unixSeconds()
            switch options.format {
            case .json:
                Terminal.say(
                    JSONText.array(
                        users.map { user in
                            JSONText.object([
                                ("id", .text(user.id)), ("name", .text(user.name)), ("email", .text(user.email)),
                                ("state", .text(Self.state(user))),
                                ("second_factor", .flag(user.sealedTOTPKey != nil)),
                                ("role", user.role.map { .text($0) } ?? .json("null")),
                                ("created_at", .time(user.createdAt)), ("disabled_at", .time(user.disabledAt)),
                            ])
                        }))
            case .text:
                guard !users.isEmpty else { return Terminal.say("no users; 'doorward user add NAME' adds one") }
                let rows = users.map { user in
                    [
                        user.name, user.email.isEmpty ? "-" : user.email, Self.state(user),
                        user.sealedTOTPKey == nil ? "no" : "yes", user.role ?? "-", Age.text(user.createdAt, now),
                        user.id,
                    ]
                }
                Terminal.say(TextTable(["NAME", "E-MAIL", "STATE", "SECOND FACTOR", "ROLE", "ADDED", "ID"], rows).text)
            }
        }

        static func state(_ user: UserRecord) -> String {
            if user.disabledAt != nil { return "disabled" }
            return user.passwordHash == nil ? "no password" : "enabled"
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lock somebody out: sessions end, and what they allowed and their API keys are revoked.",
            discussion: "  doorward user disable alice")

        @OptionGroup var options: AdministrationOptions
        @Argument(help: "The name, the e-mail address or the id.") var name: String

        func run() async throws {
            let user = try await options.open().disableUser(name)
            Printed.outcome("disabled \(user.name)", [("user", .text(user.name)), ("id", .text(user.id))], options)
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let somebody in again. What was revoked stays revoked.",
            discussion: "  doorward user enable alice")

        @OptionGroup var options: AdministrationOptions
        @Argument(help: "The name, the e-mail address or the id.") var name: String

        func run() async throws {
            let user = try await options.open().enableUser(name)
            Printed.outcome("enabled \(user.name)", [("user", .text(user.name)), ("id", .text(user.id))], options)
        }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a link with which somebody sets a new password. The old one works until then.",
            discussion: "  doorward user reset alice\n  doorward user reset alice --second-factor")

        @OptionGroup var options: AdministrationOptions
        @Argument(help: "The name, the e-mail address or the id.") var name: String
        @Flag(help: "Take the second factor off too, for somebody who lost it.") var secondFactor = false
        @Option(help: "How long the link is good: 12h, 7d.") var expiresIn = "7d"

        func run() async throws {
            let lifetime = try Lifetime.seconds(expiresIn, option: "--expires-in")
            let (user, link) = try await options.open().resetUser(
                name, removingSecondFactor: secondFactor, invitationLifetime: lifetime)
            guard let link else {
                return Printed.outcome(
                    "the second factor of \(user.name) is off",
                    [("user", .text(user.name)), ("id", .text(user.id))], options)
            }
            Printed.invitation(of: user, link: link, expiresIn: expiresIn, options)
        }
    }
}
