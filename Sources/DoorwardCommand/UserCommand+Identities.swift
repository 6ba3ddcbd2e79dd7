internal import ArgumentParser
internal import Doorward
internal import DoorwardOAuth

extension UserCommand {
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show an account, and with which accounts elsewhere its owner signs in.",
            discussion: "  doorward user show alice")

        @OptionGroup var options: AdministrationOptions
        @Argument(help: "The name, the e-mail address or the id.") var name: String

        func run() async throws {
            let administration = try await options.open()
            let user = try await administration.user(name)
            let identities = try await administration.identities(of: user.id)
            switch options.format {
            case .json: Terminal.say(Self.json(user, identities))
            case .text: Terminal.say(Self.text(user, identities, WallClock.unixSeconds()))
            }
        }

        private static func json(_ user: UserRecord, _ identities: [IdentityRecord]) -> String {
            let list = identities.map { identity in
                JSONText.object([
                    ("provider", .text(identity.provider)), ("issuer", .text(identity.issuer)),
                    ("subject", .text(identity.subject)), ("email", .text(identity.email)),
                    ("created_at", .time(identity.createdAt)), ("last_signed_in_at", .time(identity.lastSignedInAt)),
                ])
            }
            return JSONText.object([
                ("id", .text(user.id)), ("name", .text(user.name)), ("email", .text(user.email)),
                ("state", .text(List.state(user))), ("second_factor", .flag(user.sealedTOTPKey != nil)),
                ("role", user.role.map { .text($0) } ?? .json("null")), ("created_at", .time(user.createdAt)),
                ("identities", .json("[" + list.joined(separator: ",") + "]")),
            ])
        }

        private static func text(_ user: UserRecord, _ identities: [IdentityRecord], _ now: Int64) -> String {
            var rows = [
                ["name", user.name], ["id", user.id], ["e-mail", user.email.isEmpty ? "-" : user.email],
                ["state", List.state(user)], ["second factor", user.sealedTOTPKey == nil ? "no" : "yes"],
                ["role", user.role ?? "-"], ["added", Age.text(user.createdAt, now)],
            ]
            rows += identities.map { identity in
                let email = identity.email.isEmpty ? "" : " (\(ClientText.line(identity.email)))"
                return [
                    "signs in with",
                    "\(identity.provider): \(ClientText.line(identity.subject)) at \(identity.issuer)\(email), "
                        + "last \(Age.text(identity.lastSignedInAt, now))",
                ]
            }
            return TextTable(rows[0], Array(rows.dropFirst())).text
        }
    }

    struct Role: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set or take away what the API is told of somebody: a role in their access tokens.",
            discussion: "  doorward user role alice editor\n  doorward user role alice --none")

        @OptionGroup var options: AdministrationOptions
        @Argument(help: "The name, the e-mail address or the id.") var name: String
        @Argument(help: "1 to 64 letters, digits, dots, hyphens and underscores.") var role: String?
        @Flag(help: "Take the role away.") var none = false

        func validate() throws {
            if (role == nil) != none { throw ValidationError("say a role, or --none") }
        }

        func run() async throws {
            let user = try await options.open().setRole(role, of: name)
            Printed.outcome(
                role.map { "\(user.name) has the role \($0), from the next access token on" }
                    ?? "\(user.name) has no role any more, from the next access token on",
                [("user", .text(user.name)), ("role", role.map { .text($0) } ?? .json("null"))], options)
        }
    }

    struct Unlink: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a provider's identity off an account, and end its sessions. The account stays.",
            discussion: """
                Where the provider's 'allow' fits, the same person then gets an account of their own. To keep somebody out,
                disable the user. To get an account back from the wrong person: disable, unlink, enable.

                  doorward user unlink alice --provider google
                """)

        @OptionGroup var options: AdministrationOptions
        @Argument(help: "The name, the e-mail address or the id.") var name: String
        @Option(help: "The provider's name in identity_providers.") var provider: String

        func run() async throws {
            let (user, count) = try await options.open().unlink(name, provider: provider)
            Printed.outcome(
                "\(user.name) does not sign in with \(provider) any more",
                [("user", .text(user.name)), ("provider", .text(provider)), ("identities", .number(count))], options)
        }
    }
}
