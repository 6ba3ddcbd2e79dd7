internal import ArgumentParser
internal import Doorward
internal import DoorwardOAuth

/// `doorward grant`
struct GrantCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant",
        abstract: "List and revoke what people allowed clients (auth: oauth).",
        discussion: """
            A revoked grant's tokens are refused within a second.

              doorward grant list --user alice
              doorward grant revoke ID
            """,
        subcommands: [List.self, Revoke.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the grants in force: who, to which client, what, last used.",
            discussion: "  doorward grant list --user alice\n  doorward grant list --client ID --format json")

        @OptionGroup var options: AdministrationOptions
        @Option(parsing: .unconditional, help: "Only this user's: a name, an e-mail address or an id.") var user:
            String?
        @Option(parsing: .unconditional, help: "Only this client's, by its id.") var client: String?
        @Option(help: "How many at most, newest first.") var limit = 100

        func validate() throws {
            guard (1...100_000).contains(limit) else { throw ValidationError("--limit must be 1 to 100000") }
        }

        func run() async throws {
            let grants =
                try await options.openExisting()?.grants(ofUser: user, ofClient: client, limit: limit) ?? []
            let now = WallClock.unixSeconds()
            switch options.format {
            case .json:
                Terminal.say(
                    JSONText.array(
                        grants.map { named in
                            let grant = named.grant
                            return JSONText.object([
                                ("id", .text(grant.id)), ("user", .optional(named.userName)),
                                ("user_id", .optional(grant.userID)), ("client_id", .text(grant.clientID)),
                                ("client", .text(named.clientName)),
                                ("scope", .text(grant.scopes.joined(separator: " "))),
                                ("resource", .text(grant.resource)), ("created_at", .time(grant.createdAt)),
                                ("last_used_at", .time(grant.lastUsedAt)),
                            ])
                        }))
            case .text:
                guard !grants.isEmpty else { return Terminal.say("no grants") }
                let rows = grants.map { named in
                    [
                        named.grant.id, named.userName ?? "(itself)", ClientText.line(named.clientName),
                        named.grant.scopes.joined(separator: " "), Age.text(named.grant.createdAt, now),
                        Age.text(named.grant.lastUsedAt, now),
                    ]
                }
                Terminal.say(TextTable(["ID", "USER", "CLIENT", "SCOPES", "GIVEN", "LAST USED"], rows).text)
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke a grant with all its tokens.", discussion: "  doorward grant revoke ID")

        @OptionGroup var options: AdministrationOptions
        @Argument(help: "The grant's id, from 'doorward grant list'.") var id: String

        func run() async throws {
            let grant = try await options.open().revokeGrant(id)
            Printed.outcome(
                "revoked \(grant.id) of client \(grant.clientID)",
                [("id", .text(grant.id)), ("client_id", .text(grant.clientID))], options)
        }
    }
}
