import DoorwardOAuth
import DoorwardSecrets

/// Keeps tokens as the stores do, and fails when it is told to.
actor MemoryIdentityStore: IdentityStore {
    struct Down: Error {}

    private var tokens: [String: ProviderTokensRecord] = [:]
    private(set) var reads = 0
    private(set) var writes = 0
    private var isDown = false
    private var beforeKeeping: (@Sendable () -> ProviderTokensRecord?)?

    func fail(_ isDown: Bool) { self.isDown = isDown }
    /// Somebody else's record, written just before the next one.
    func overtake(_ record: @escaping @Sendable () -> ProviderTokensRecord?) { beforeKeeping = record }
    func put(_ record: ProviderTokensRecord) { tokens[record.userID + record.provider] = record }

    func keep(_ record: ProviderTokensRecord, replacing version: Int64?) async throws -> Bool {
        if isDown { throw Down() }
        if let other = beforeKeeping?() { put(other) }
        beforeKeeping = nil
        writes += 1
        let before = tokens[record.userID + record.provider]
        if let version, before?.version != version { return false }
        var record = record
        record.version = before.map { $0.version + 1 } ?? record.version
        put(record)
        return true
    }

    func providerTokens(ofUser id: String, provider: String) async throws -> ProviderTokensRecord? {
        if isDown { throw Down() }
        reads += 1
        return tokens[id + provider]
    }

    func forgetProviderTokens(ofUser id: String, provider: String) async throws { tokens[id + provider] = nil }

    // Nothing that tokens need.
    func identity(issuer: String, subject: String) async throws -> IdentityRecord? { nil }
    func identities(ofUser id: String) async throws -> [IdentityRecord] { [] }
    func link(_ identity: IdentityRecord) async throws -> Bool { false }
    func create(_ user: UserRecord, with identity: IdentityRecord) async throws -> Bool { false }
    func noteSignIn(
        issuer: String, subject: String, provider: String, email: String, at now: Int64
    ) async throws {}
    func wasTakenAway(issuer: String, subject: String, fromUser id: String) async throws -> Bool { false }
    func unlink(issuer: String, subject: String, ofUser id: String) async throws -> Bool { false }
    func setRole(_ role: String?, ofUser id: String) async throws -> UserRecord? { nil }
    func create(_ visit: ProviderVisit) async throws {}
    func takeVisit(_ digest: SecretDigest, at now: Int64) async throws -> ProviderVisit? { nil }
}
