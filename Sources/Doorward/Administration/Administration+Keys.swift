internal import DoorwardJOSE
public import DoorwardOAuth
internal import DoorwardServer
internal import DoorwardStore

extension Administration {
    /// What a signing key is doing.
    public enum KeyState: String, Sendable {
        /// It is published, and signs later.
        case next
        case signing
        /// It no longer signs, and is published while tokens that it signed live.
        case retiring
    }

    /// The published keys, oldest first, and what each is doing.
    public func signingKeys() async throws(AdministrationError) -> [(key: SigningKeyRecord, state: KeyState)] {
        let time = now()
        let keys = try await kept { try await store.signingKeys(at: time) }
        let live = keys.filter { $0.retiresAt == nil }
        let signer = live.filter { $0.activeFrom <= time }.max { $0.activeFrom < $1.activeFrom } ?? live.first
        return keys.map { key in
            let state: KeyState =
                key.id == signer?.id ? .signing : key.retiresAt == nil && key.activeFrom > time ? .next : .retiring
            return (key, state)
        }
    }

    /// Makes the next signing key before its time.
    ///
    /// - Parameter atOnce: whether it signs now, and all other keys are withdrawn with every access token that they
    ///   signed: for a key that leaked. Otherwise it signs when everybody has had time to see it.
    /// - Returns: the key, and the master secret's place.
    public func rotateSigningKey(
        atOnce: Bool = false
    ) async throws(AdministrationError) -> (key: SigningKeyRecord, masterSecret: MasterSecret) {
        guard case .fixed(let origin) = configuration.publicURL else { throw .noPublicAddress }
        let master = try await masterSecret()
        let time = now()
        let old = try await kept { try await store.signingKeys(at: time) }
        let address = origin.description
        let id = try await kept { () async throws -> String? in
            let wrapping = try KeyWrapping(master: master.bytes, context: AuthorizationServer.signingKeyContext)
            // A key under another secret than the others would stop every server at its next look.
            for key in old where (try? wrapping.open(key.sealedPrivateKey, authenticating: key.id)) == nil {
                throw SigningKeyProblem.sealed(id: key.id)
            }
            let ring = SigningKeyRing(wrapping: wrapping, issuer: address, resource: address)
            let isFirst = atOnce || old.isEmpty
            return try await ring.rotate(
                store, activeFrom: isFirst ? time : time + KeyRotation.publishedKeysAreKept, at: time)
        }
        guard let id, let key = try await kept({ try await store.signingKeys(at: time) }).first(where: { $0.id == id })
        else { throw .keysChanged }
        if atOnce { for key in old { try await kept { try await store.retireSigningKey(id: key.id, at: time) } } }
        try await note(
            "signing-key.added", id, atOnce ? ["withdrawn": old.map(\.id).joined(separator: " ")] : [:])
        return (key, master)
    }

    private func masterSecret() async throws(AdministrationError) -> MasterSecret {
        do throws(StartFailure) {
            let master = try await MasterSecret.read(for: configuration, environment: environment, store: store)
            do { return try await master.opening(store, at: now()) } catch {
                throw StartFailure(.failure, ["database: \(error)"])
            }
        } catch {
            throw .start(error)
        }
    }
}
