internal import ArgumentParser
internal import Doorward
internal import DoorwardGateway
internal import DoorwardSecrets
internal import DoorwardStore

/// `doorward key`
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Issue, list and revoke users' API keys (auth: user_http or oauth).",
        discussion: """
            A running server takes changes over within a second.

              doorward key issue alice --label laptop --expires-in 90d
              doorward key list
              doorward key revoke k_4fTq0ZbXw2Lm
            """,
        subcommands: [Issue.self, List.self, Revoke.self])

    struct Issue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Issue a key to a user. It is shown once.",
            discussion: "  doorward key issue alice --label laptop --expires-in 90d")

        @OptionGroup var file: ConfigurationFileOption
        @Argument(
            help: "The user, as the API will be told (Doorward-Subject); with auth: oauth an account's name or e-mail.")
        var user: String
        @Option(help: "What the key is for.") var label = ""
        @Option(help: "How long it lives: 12h, 90d. For ever when nothing is said.") var expiresIn: String?
        @Option(help: "How to print it: text or json.") var format = OutputFormat.text

        func validate() throws {
            guard (1...128).contains(user.utf8.count), user.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
                throw ValidationError("USER must be 1 to 128 bytes without blanks and control characters")
            }
            guard label.utf8.count <= 128,
                label.unicodeScalars.allSatisfy({ !(0...31).contains($0.value) && !(127...159).contains($0.value) })
            else { throw ValidationError("--label must be at most 128 bytes without control characters") }
        }

        func run() async throws {
            let administration = try await KeyDatabase.open(file)
            let store = administration.store
            let auth = administration.configuration.auth
            if auth != .userHTTP, !administration.keysBelongToAccounts {
                let issuer = auth == .oauth ? " of another server (oauth.issuer)" : ""
                Terminal.complain([
                    "note: auth is \(auth.rawValue)\(issuer) in the configuration, so no key is accepted"
                ])
            }
            let owner = try await administration.keyOwner(user)
            var random = SystemRandomNumberGenerator()
            let key = APIKey.generate(using: &random)
            let now = WallClock.unixSeconds()
            let record = APIKeyRecord(
                of: key, user: owner.subject, label: label, createdAt: now, expiresAt: try expiry(from: now),
                using: &random)
            do {
                try await store.create(record)
                try await store.append(
                    AuditEvent(
                        at: now, kind: "key.issued", actor: Terminal.actor, subject: record.id,
                        detail: ["user": owner.subject]))
            } catch {
                throw CommandFailure(error)
            }
            switch format {
            case .text:
                Terminal.say(key.text)
                Terminal.complain([
                    "this key of \(owner.name) (\(record.id)) is shown this once; only its digest is kept"
                ])
            case .json:
                Terminal.say(
                    JSONText.object(
                        [
                            ("id", .text(record.id)), ("user", .text(owner.subject)), ("key", .text(key.text)),
                            ("expires_at", .time(record.expiresAt)),
                        ] + (administration.keysBelongToAccounts ? [("name", .text(owner.name))] : [])))
            }
        }

        private func expiry(from now: Int64) throws -> Int64? {
            guard let expiresIn else { return nil }
            do throws(ConfigurationValueError) {
                let seconds = try ConfiguredDuration(parsing: expiresIn).nanoseconds / 1_000_000_000
                guard seconds > 0 else { throw ConfigurationValueError("is no time at all", hint: "write 12h or 90d") }
                return now + seconds
            } catch {
                throw ValidationError("--expires-in: \(error)")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the keys: whose, how old, last used.", discussion: "  doorward key list --user alice")

        @OptionGroup var file: ConfigurationFileOption
        @Option(parsing: .unconditional, help: "Only this user's keys.") var user: String?
        @Option(help: "How to print it: text or json.") var format = OutputFormat.text

        func run() async throws {
            var keys: [APIKeyRecord] = []
            var names: [String: String] = [:]
            if let administration = try await KeyDatabase.openExisting(file) {
                keys = try await Self.keys(of: user, administration)
                for subject in Set(keys.map(\.user)) {
                    names[subject] = try await administration.accountName(ofSubject: subject)
                }
            }
            let now = WallClock.unixSeconds()
            switch format {
            case .json:
                Terminal.say(
                    JSONText.array(
                        keys.map { key in
                            JSONText.object(
                                [
                                    ("id", .text(key.id)), ("user", .text(key.user)), ("label", .text(key.label)),
                                    ("hint", .text(key.hint)), ("state", .text(Self.state(key, now))),
                                    ("created_at", .time(key.createdAt)), ("expires_at", .time(key.expiresAt)),
                                    ("last_used_at", .time(key.lastUsedAt)), ("revoked_at", .time(key.revokedAt)),
                                ] + (names[key.user].map { [("name", .text($0))] } ?? []))
                        }))
            case .text:
                guard !keys.isEmpty else { return Terminal.say("no keys; 'doorward key issue USER' makes one") }
                let rows = keys.map { key in
                    [
                        key.id, names[key.user].map { "\($0) (\(key.user))" } ?? key.user, key.label, "\(key.hint)…",
                        Self.state(key, now), Age.text(key.createdAt, now),
                        key.expiresAt.map { CivilTime(unixSeconds: $0).rfc3339 } ?? "-", Age.text(key.lastUsedAt, now),
                    ]
                }
                Terminal.say(
                    TextTable(["ID", "USER", "LABEL", "KEY", "STATE", "ISSUED", "EXPIRES", "LAST USED"], rows).text)
            }
        }

        private static func keys(
            of user: String?, _ administration: Administration
        ) async throws -> [APIKeyRecord] {
            guard let user else { return try await listed(nil, administration) }
            var keys: [APIKeyRecord] = []
            for subject in try await administration.keySubjects(of: user) {
                keys += try await listed(subject, administration)
            }
            return keys
        }

        private static func listed(_ user: String?, _ administration: Administration) async throws -> [APIKeyRecord] {
            do { return try await administration.store.list(user: user) } catch { throw CommandFailure(error) }
        }

        private static func state(_ key: APIKeyRecord, _ now: Int64) -> String {
            if key.revokedAt != nil { return "revoked" }
            if let expiry = key.expiresAt, expiry <= now { return "expired" }
            return "live"
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke a key for good.", discussion: "  doorward key revoke k_4fTq0ZbXw2Lm")

        @OptionGroup var file: ConfigurationFileOption
        @Argument(help: "The key's id, from 'doorward key list'.") var id: String

        func run() async throws {
            let administration = try await KeyDatabase.open(file)
            let store = administration.store
            let now = WallClock.unixSeconds()
            let revoked: APIKeyRecord?
            do {
                revoked = try await store.revoke(id: id, at: now)
                if let revoked {
                    try await store.append(
                        AuditEvent(
                            at: now, kind: "key.revoked", actor: Terminal.actor, subject: id,
                            detail: ["user": revoked.user]))
                }
            } catch {
                throw CommandFailure(error)
            }
            guard let revoked else {
                let name = id.hasPrefix(APIKey.prefix) ? "of that id (that is a key itself)" : id
                throw CommandFailure("there is no key \(name); 'doorward key list' has the ids")
            }
            let owner = try await administration.accountName(ofSubject: revoked.user) ?? revoked.user
            Terminal.say("revoked \(revoked.id) of \(owner)")
        }
    }
}

/// The database that the configuration names.
enum KeyDatabase {
    static func open(_ file: ConfigurationFileOption) async throws -> Administration {
        try await Administration.open(try file.load().configuration)
    }

    /// Nil where there is none yet: looking must not make one.
    static func openExisting(_ file: ConfigurationFileOption) async throws -> Administration? {
        let configuration = try file.load().configuration
        do {
            return try await Administration.open(configuration, creating: false)
        } catch AdministrationError.databaseMissing {
            return nil
        }
    }
}
