public import DoorwardJOSE
import Synchronization

/// The keys that sign tokens, opened and in memory: the one that signs now, and all that are published.
///
/// ``keep(_:rotation:at:)`` is called by whoever owns it: at the start, and then every second or so.
public final class SigningKeyRing: Sendable {
    private struct Signer {
        var record: SigningKeyRecord
        var key: SigningKey
        var minter: TokenMinter
        var identityMinter: TokenMinter
    }

    private struct State {
        /// Newest first by the time from which they sign.
        var signers: [Signer] = []
        var published = JSONWebKeySet([])
        var verifier: TokenVerifier
        var revision: Int64?
        var generation = 0
        var nextLook: Int64 = 0
    }

    /// How often the plan is made without any change in the store, in seconds.
    private static let lookEvery: Int64 = 60
    private let wrapping: KeyWrapping
    private let policy: VerificationPolicy
    private let state: Mutex<State>

    /// - Parameters:
    ///   - wrapping: opens and seals private keys as they are stored.
    ///   - issuer: the issuer of the tokens that are verified.
    ///   - resource: their audience.
    public init(wrapping: KeyWrapping, issuer: String, resource: String) {
        self.wrapping = wrapping
        policy = .accessToken(issuer: issuer, audience: resource)
        state = Mutex(State(verifier: TokenVerifier(keys: JSONWebKeySet([]), policy: policy)))
    }

    /// What mints access tokens now.
    ///
    /// - Throws: `SigningKeyProblem.none`.
    public func minter(at now: Int64) throws(SigningKeyProblem) -> TokenMinter { try signer(at: now).minter }

    /// The `typ` of statements for the API behind the door: one of their own, so that nobody takes them for access
    /// tokens (RFC 8725 §3.11).
    public static let identityType = "doorward-identity+jwt"

    /// What mints statements for the API behind the door now, with ``identityType``.
    ///
    /// - Throws: `SigningKeyProblem.none`.
    public func identityMinter(at now: Int64) throws(SigningKeyProblem) -> TokenMinter {
        try signer(at: now).identityMinter
    }

    /// The key that signs now, for tokens of another `typ`.
    ///
    /// - Throws: `SigningKeyProblem.none`.
    public func signingKey(at now: Int64) throws(SigningKeyProblem) -> SigningKey { try signer(at: now).key }

    private func signer(at now: Int64) throws(SigningKeyProblem) -> Signer {
        let signer = state.withLock { state in
            state.signers.first { $0.record.activeFrom <= now } ?? state.signers.last
        }
        guard let signer else { throw .none }
        return signer
    }

    /// The public keys, also of those that no longer sign and of the next one.
    public var published: JSONWebKeySet { state.withLock { $0.published } }

    /// What verifies this server's own access tokens.
    public var verifier: TokenVerifier { state.withLock { $0.verifier } }

    /// Counts up whenever the keys change.
    public var generation: Int { state.withLock { $0.generation } }

    /// Reads the keys if they have changed, and makes, rotates and retires them as it is time.
    ///
    /// - Returns: whether the keys are others than before.
    /// - Throws: errors of the store, and ``SigningKeyProblem``.
    @discardableResult
    public func keep(_ store: any SigningKeyStore, rotation: KeyRotation, at now: Int64) async throws -> Bool {
        let revision = try await store.signingKeyRevision()
        let isFresh = state.withLock { $0.revision == revision && now < $0.nextLook }
        if isFresh { return false }
        // Of several processes that do this at once one makes the key; the others read it on the next round.
        for _ in 0..<8 {
            let records = try await store.signingKeys(at: now)
            let actions = rotation.plan(records, at: now)
            if actions.isEmpty { return try load(records, revision: revision, at: now) }
            for action in actions { try await carryOut(action, newest: records.last?.id, store: store, at: now) }
        }
        return try load(try await store.signingKeys(at: now), revision: revision, at: now)
    }

    /// Makes a key that signs from a time on, for `keys rotate`: it should be published for at least as long as others
    /// keep the published keys before it signs (``KeyRotation/publishedKeysAreKept``). The keys before it retire by the
    /// next ``keep(_:rotation:at:)`` after that time.
    ///
    /// - Returns: the id of the key; nil when another process made one at the same moment.
    /// - Throws: errors of the store, and ``SigningKeyProblem``.
    public func rotate(_ store: any SigningKeyStore, activeFrom: Int64, at now: Int64) async throws -> String? {
        let newest = try await store.signingKeys(at: now).last?.id
        let record = try make(activeFrom: activeFrom, at: now)
        return try await store.add(record, expecting: newest) ? record.id : nil
    }

    private func carryOut(
        _ action: KeyRotation.Action, newest: String?, store: any SigningKeyStore, at now: Int64
    ) async throws {
        switch action {
        case .make(let activeFrom):
            _ = try await store.add(try make(activeFrom: activeFrom, at: now), expecting: newest)
        case .retire(let id, let time): try await store.retireSigningKey(id: id, at: time)
        }
    }

    private func make(activeFrom: Int64, at now: Int64) throws(SigningKeyProblem) -> SigningKeyRecord {
        guard let key = try? Self.generate(),
            let sealed = try? wrapping.seal(key.rawRepresentation, authenticating: key.keyID)
        else { throw .unusable }
        return SigningKeyRecord(
            id: key.keyID, publicKey: String(decoding: key.publicKey.serialized, as: UTF8.self),
            sealedPrivateKey: sealed, createdAt: now, activeFrom: activeFrom)
    }

    /// A key whose id does not begin with a hyphen, as one of 64 does.
    private static func generate() throws -> SigningKey {
        var key = try SigningKey.generate()
        for _ in 0..<64 where PublicID.isMistakable(key.keyID) { key = try SigningKey.generate() }
        return key
    }

    private func load(_ records: [SigningKeyRecord], revision: Int64, at now: Int64) throws(SigningKeyProblem) -> Bool {
        var signers: [Signer] = []
        for record in records {
            guard let raw = try? wrapping.open(record.sealedPrivateKey, authenticating: record.id),
                let key = try? SigningKey(rawRepresentation: raw)
            else { throw .sealed(id: record.id) }
            signers.append(
                Signer(
                    record: record, key: key, minter: TokenMinter(key: key),
                    identityMinter: TokenMinter(key: key, type: Self.identityType)))
        }
        signers.sort { $0.record.activeFrom > $1.record.activeFrom }
        let published = JSONWebKeySet(signers.map(\.key.publicKey))
        let policy = policy
        return state.withLock { state in
            let hasChanged = state.signers.map(\.record.id) != signers.map(\.record.id)
            state.revision = revision
            state.nextLook = now + Self.lookEvery
            guard hasChanged else { return false }
            state.signers = signers
            state.published = published
            state.verifier = TokenVerifier(keys: published, policy: policy)
            state.generation += 1
            return true
        }
    }
}
