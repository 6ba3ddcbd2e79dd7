public import DoorwardSecrets
public import DoorwardStore

/// What an operator does to the accounts, clients, grants and keys of a door: the part of the command line's verbs that
/// is not about arguments and printing.
///
/// ```swift
/// let loaded = try ConfigurationLoader.load(path: "doorward.yaml")
/// let administration = try await Administration.open(loaded.configuration)
/// let (client, secret) = try await administration.addClient(
///     NewClient(name: "Notes", profile: "web", redirectURIs: ["https://app.example.com/callback"]))
/// ```
///
/// It changes the database directly; running processes notice within a second. Each change is an audit event.
public struct Administration: Sendable {
    public let configuration: DoorwardConfiguration
    public let store: Store
    /// Who acts, for audit events.
    public let actor: String
    /// What audit events say besides, such as the name of the operator.
    public let detail: [String: String]
    let environment: [String: String]
    let now: @Sendable () -> Int64
    let random: @Sendable (Int) -> [UInt8]

    /// - Parameters:
    ///   - now: Unix seconds.
    ///   - random: that many bytes which nobody can guess.
    public init(
        configuration: DoorwardConfiguration, store: Store, environment: [String: String] = [:], actor: String = "cli",
        detail: [String: String] = [:], now: @escaping @Sendable () -> Int64 = { WallClock.unixSeconds() },
        random: @escaping @Sendable (Int) -> [UInt8] = { Administration.systemRandom($0) }
    ) {
        self.configuration = configuration
        self.store = store
        self.environment = environment
        self.actor = actor
        self.detail = detail
        self.now = now
        self.random = random
    }

    /// Opens the database that the configuration names.
    ///
    /// - Parameters:
    ///   - environment: where `env:` references are looked up.
    ///   - creating: whether a SQLite file is made where there is none.
    /// - Throws: ``AdministrationError``.
    public static func open(
        _ configuration: DoorwardConfiguration, environment: [String: String] = ProcessEnvironment.variables(),
        creating: Bool = true, actor: String = "cli", detail: [String: String] = [:]
    ) async throws(AdministrationError) -> Administration {
        guard configuration.database != DatabaseLocation.none else { throw .noDatabase }
        do throws(StartFailure) {
            guard
                let store = try await ConfiguredStore.open(
                    configuration, environment: environment, creating: creating)
            else { throw StartFailure(.failure, []) }
            return Administration(
                configuration: configuration, store: store, environment: environment, actor: actor, detail: detail)
        } catch {
            guard !error.problems.isEmpty else {
                throw .databaseMissing(name: configuration.database.description)
            }
            throw .start(error)
        }
    }

    /// Bytes of the system's generator.
    public static func systemRandom(_ count: Int) -> [UInt8] {
        // Eight bytes with each call of the system.
        var random = SystemRandomNumberGenerator()
        return Array(unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                withUnsafeBytes(of: random.next()) { word in
                    for byte in word.prefix(count - filled) {
                        buffer[filled] = byte
                        filled += 1
                    }
                }
            }
        }
    }

    /// The newest audit events, newest first.
    public func auditEvents(limit: Int) async throws(AdministrationError) -> [AuditEvent] {
        try await kept { try await store.recent(limit: limit) }
    }

    // MARK: Parts

    func note(_ kind: String, _ subject: String, _ more: [String: String] = [:]) async throws(AdministrationError) {
        let event = AuditEvent(
            at: now(), kind: kind, actor: actor, subject: subject, detail: detail.merging(more) { $1 })
        try await kept { try await store.append(event) }
    }

    /// Turns what the database says into an error of this part's own.
    func kept<T: Sendable>(_ body: () async throws -> T) async throws(AdministrationError) -> T {
        do {
            return try await body()
        } catch let error as AdministrationError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
    }
}
