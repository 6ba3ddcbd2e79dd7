internal import ArgumentParser
internal import Doorward
internal import DoorwardOAuth
internal import DoorwardSecrets

/// `doorward client`
struct ClientCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract: "Register, list, change and remove the clients that people allow to act for them (auth: oauth).",
        discussion: """
            A running server takes changes over within a second.

              doorward client add --profile action --name "My GPT"
              doorward client list
              doorward client edit ID --assistant-id g-0123456789abcdef0123456789abcdef
              doorward client rotate-secret ID
            """,
        subcommands: [Add.self, List.self, Show.self, Edit.self, RotateSecret.self, Remove.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the clients.",
            discussion: """
                  doorward client list
                  doorward client list --by dynamic
                  doorward client list --format json
                """)

        /// Who made a client known.
        enum Origin: String, ExpressibleByArgument, CaseIterable {
            case any, `operator`, dynamic, document

            func includes(_ client: ClientRecord) -> Bool {
                switch self {
                case .any: true
                case .operator: client.registration == nil
                case .dynamic: client.registration?.kind == .dynamic
                case .document: client.registration?.kind == .document
                }
            }
        }

        @OptionGroup var options: AdministrationOptions
        @Option(help: "Only those made known by: operator, dynamic (registered themselves) or document.")
        var by = Origin.any

        func run() async throws {
            let clients = (try await options.openExisting()?.clients() ?? []).filter(by.includes)
            let now = WallClock.unixSeconds()
            switch options.format {
            case .json: Terminal.say(JSONText.array(clients.map(ClientText.json)))
            case .text:
                guard !clients.isEmpty else {
                    return Terminal.say(
                        by == .any
                            ? "no clients; 'doorward client add' registers one"
                            : "no clients made known by: \(by.rawValue)")
                }
                let rows = clients.map { client in
                    [
                        client.id, ClientText.line(client.name), client.profile, ClientText.origin(client),
                        ClientText.proof(client),
                        Age.text(client.secrets.compactMap(\.lastUsedAt).max(), now),
                        client.scopes.joined(separator: " "),
                    ]
                }
                Terminal.say(TextTable(["ID", "NAME", "PROFILE", "BY", "PROOF", "LAST USED", "SCOPES"], rows).text)
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show all that is known of a client. Its secrets are not known.",
            discussion: "  doorward client show ID")

        @OptionGroup var options: AdministrationOptions
        @Argument(help: "The client's id, from 'doorward client list'.") var id: String

        func run() async throws {
            let client = try await options.open().client(id)
            switch options.format {
            case .json: Terminal.say(ClientText.json(client))
            case .text: Terminal.say(ClientText.page(client, WallClock.unixSeconds()))
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a client for good, and revoke all that people allowed it.",
            discussion: "  doorward client remove ID")

        @OptionGroup var options: AdministrationOptions
        @Argument(help: "The client's id, from 'doorward client list'.") var id: String

        func run() async throws {
            let (client, grants) = try await options.open().removeClient(id)
            Printed.outcome(
                "removed \(client.id) (\(ClientText.line(client.name))) and revoked \(grants) grants",
                [("client_id", .text(client.id)), ("revoked_grants", .number(grants))], options)
        }
    }
}

/// How clients are printed.
enum ClientText {
    static func json(_ client: ClientRecord) -> String {
        JSONText.object([
            ("client_id", .text(client.id)), ("name", .text(client.name)), ("profile", .text(client.profile)),
            ("public", .flag(client.isPublic)), ("by", .text(origin(client))), ("proof", .text(proof(client))),
            ("expires_at", .time(client.registration?.expiresAt)), ("redirect_uris", .texts(client.redirectURIs)),
            ("scope", .text(client.scopes.joined(separator: " "))),
            (
                "secrets",
                .json(
                    "["
                        + client.secrets.map { secret in
                            JSONText.object([
                                ("fingerprint", .text(secret.digest.fingerprint)),
                                ("created_at", .time(secret.createdAt)), ("last_used_at", .time(secret.lastUsedAt)),
                            ])
                        }.joined(separator: ",") + "]")
            ),
            ("created_at", .time(client.createdAt)),
        ])
    }

    /// Who made it known.
    static func origin(_ client: ClientRecord) -> String { client.registration?.kind.rawValue ?? "operator" }

    /// How it proves who it is.
    static func proof(_ client: ClientRecord) -> String {
        if let methods = client.authenticationMethods { return methods.map(\.rawValue).joined(separator: " or ") }
        if client.isPublic { return "none (PKCE)" }
        return client.secrets.count == 1 ? "1 secret" : "\(client.secrets.count) secrets"
    }

    static func page(_ client: ClientRecord, _ now: Int64) -> String {
        var rows = [
            ["id", client.id], ["name", line(client.name)], ["profile", client.profile],
            ["proof", proof(client)], ["by", origin(client)],
            ["scopes", client.scopes.isEmpty ? "none" : client.scopes.joined(separator: " ")],
            ["registered", Age.text(client.createdAt, now)],
        ]
        if let end = client.registration?.expiresAt { rows.append(["goes unless used", Age.ahead(end, now)]) }
        if case .url(let url) = client.keys { rows.append(["keys", line(url)]) }
        if case .inline = client.keys { rows.append(["keys", "given once"]) }
        if client.requiresKeyBinding { rows.append(["needs", "tokens bound to a key (DPoP)"]) }
        if client.requiresPushedRequests { rows.append(["needs", "pushed requests (PAR)"]) }
        rows += client.redirectURIs.map { ["redirect", line($0)] }
        if client.redirectURIs.isEmpty { rows.append(["redirect", "none, so nobody can sign in through it"]) }
        rows += client.secrets.map { secret in
            [
                "secret",
                "\(secret.digest.fingerprint)…  made \(Age.text(secret.createdAt, now)), "
                    + "last used \(Age.text(secret.lastUsedAt, now))",
            ]
        }
        return TextTable(rows[0], Array(rows.dropFirst())).text
    }

    /// A text that a person chose, on one line.
    static func line(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}
