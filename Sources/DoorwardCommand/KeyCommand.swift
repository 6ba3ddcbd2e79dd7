internal import ArgumentParser
internal import Doorward
internal import DoorwardGateway
internal import DoorwardSecrets
internal import DoorwardStore

/// `doorward key`
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Issue, list and revoke users' API keys (auth: user_http).",
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
        @Argument(help: "The user, as the API behind the door will be told (Doorward-Subject).")
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
            let store = try KeyDatabase.open(file)
            if try file.load().configuration.auth != .userHTTP {
                Terminal.complain(["note: auth is not user_http in the configuration, so no key is asked for"])
            }
            var random = SystemRandomNumberGenerator()
            let key = APIKey.generate(using: &random)
            let now = WallClock.unixSeconds()
            let record = APIKeyRecord(
                of: key, user: user, label: label, createdAt: now, expiresAt: try expiry(from: now), using: &random)
            do {
                try await store.create(record)
                try await store.append(
                    AuditEvent(
                        at: now, kind: "key.issued", actor: Terminal.actor, subject: record.id, detail: ["user": user]))
            } catch {
                throw CommandFailure(error)
            }
            switch format {
            case .text:
                Terminal.say(key.text)
                Terminal.complain(["this key of \(user) (\(record.id)) is shown this once; only its digest is kept"])
            case .json:
                Terminal.say(
                    JSONText.object([
                        ("id", .text(record.id)), ("user", .text(user)), ("key", .text(key.text)),
                        ("expires_at", .time(record.expiresAt)),
                    ]))
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
        @Option(help: "Only this user's keys.") var user: String?
        @Option(help: "How to print it: text or json.") var format = OutputFormat.text

        func run() async throws {
            var keys: [APIKeyRecord] = []
            if let store = try KeyDatabase.openExisting(file) {
                do { keys = try await store.list(user: user) } catch { throw CommandFailure(error) }
            }
            let now = WallClock.unixSeconds()
            switch format {
            case .json:
                Terminal.say(
                    JSONText.array(
                        keys.map { key in
                            JSONText.object([
                                ("id", .text(key.id)), ("user", .text(key.user)), ("label", .text(key.label)),
                                ("hint", .text(key.hint)), ("state", .text(Self.state(key, now))),
                                ("created_at", .time(key.createdAt)), ("expires_at", .time(key.expiresAt)),
                                ("last_used_at", .time(key.lastUsedAt)), ("revoked_at", .time(key.revokedAt)),
                            ])
                        }))
            case .text:
                guard !keys.isEmpty else { return Terminal.say("no keys; 'doorward key issue USER' makes one") }
                let rows = keys.map { key in
                    [
                        key.id, key.user, key.label, "\(key.hint)…", Self.state(key, now), Age.text(key.createdAt, now),
                        key.expiresAt.map { CivilTime(unixSeconds: $0).rfc3339 } ?? "-", Age.text(key.lastUsedAt, now),
                    ]
                }
                Terminal.say(
                    TextTable(["ID", "USER", "LABEL", "KEY", "STATE", "ISSUED", "EXPIRES", "LAST USED"], rows).text)
            }
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
            let store = try KeyDatabase.open(file)
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
            Terminal.say("revoked \(revoked.id) of \(revoked.user)")
        }
    }
}

/// The database that the configuration names.
enum KeyDatabase {
    static func open(_ file: ConfigurationFileOption) throws -> SQLiteStore {
        try open(path: path(file))
    }

    /// Nil where there is none yet: looking must not make one.
    static func openExisting(_ file: ConfigurationFileOption) throws -> SQLiteStore? {
        let path = try path(file)
        return TextFile.exists(path) ? try open(path: path) : nil
    }

    private static func path(_ file: ConfigurationFileOption) throws -> String {
        guard case .sqlite(let path) = try file.load().configuration.database else {
            throw CommandFailure("database: is 'none' in the configuration; keys need one, such as sqlite:doorward.db")
        }
        return path
    }

    private static func open(path: String) throws -> SQLiteStore {
        do throws(StoreError) { return try SQLiteStore.open(path: path) } catch { throw CommandFailure(error) }
    }
}
