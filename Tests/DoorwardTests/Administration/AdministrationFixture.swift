import Doorward
import DoorwardSecrets
import DoorwardStore

/// An administration over a database in memory, whose clock stands still.
struct AdministrationFixture {
    /// What its clock always says, in Unix seconds.
    static let now: Int64 = 1_800_000_000

    let administration: Administration

    var store: Store { administration.store }

    init(_ change: (inout DoorwardConfiguration) -> Void = { _ in }) throws {
        var configuration = DoorwardConfiguration(
            publicURL: try PublicURL(parsing: "https://api.example.com"),
            upstream: try UpstreamURL(parsing: "http://127.0.0.1:9000"), auth: .oauth)
        configuration.oauth.scopes = ["notes:read": "Read your notes.", "notes:write": "Change your notes."]
        configuration.oauth.masterSecret = try SecretReference(parsing: "env:MASTER")
        change(&configuration)
        administration = Administration(
            configuration: configuration, store: try Store.inMemory(),
            environment: ["MASTER": "0f1e2d3c4b5a69788796a5b4c3d2e1f00a1b2c3d4e5f60718293a4b5c6d7e8f9"],
            detail: ["by": "test"], now: { Self.now })
    }

    func audit() async throws -> [AuditEvent] { try await administration.auditEvents(limit: 100) }
}

/// The error of a call; nil when it throws none of this kind.
func refusal(_ body: () async throws -> Void) async -> AdministrationError? {
    do {
        try await body()
        return nil
    } catch { return error as? AdministrationError }
}
