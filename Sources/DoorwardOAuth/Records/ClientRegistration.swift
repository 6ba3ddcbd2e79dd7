import DoorwardJOSE
public import DoorwardSecrets

/// What a client said of itself that nobody but itself registered.
public struct ClientRegistration: Sendable, Equatable {
    /// How it became known.
    public enum Kind: String, Sendable, CaseIterable {
        /// By a request to the registration endpoint (RFC 7591).
        case dynamic
        /// By a document at the address that is its id (Client ID Metadata Documents).
        case document
    }

    public var kind: Kind
    /// What it says of itself, as one JSON object in the names of RFC 7591 §2: only members that the server understands.
    public var metadata: String
    /// The digest of the token by which it may change its registration (RFC 7592 §3); nil without one.
    public var accessToken: SecretDigest?
    /// The digest of its metadata, by which a public client that registers again gets the same id; nil where each
    /// registration is a client of its own.
    public var fingerprint: SecretDigest?
    /// When it is forgotten unless somebody agrees to it before (Unix seconds); nil as soon as it ever had a grant.
    public var expiresAt: Int64?
    /// For a document: until when it need not be fetched again (Unix seconds).
    public var freshUntil: Int64?

    public init(
        kind: Kind, metadata: String, accessToken: SecretDigest? = nil, fingerprint: SecretDigest? = nil,
        expiresAt: Int64? = nil, freshUntil: Int64? = nil
    ) {
        self.kind = kind
        self.metadata = metadata
        self.accessToken = accessToken
        self.fingerprint = fingerprint
        self.expiresAt = expiresAt
        self.freshUntil = freshUntil
    }

    /// The grants that are in force for it, as its metadata has them (RFC 7591 §2).
    public var grants: [GrantType] {
        var text = metadata
        let object = text.withUTF8 { bytes in try? JOSEObject(parsing: UnsafeRawBufferPointer(bytes)) }
        return (object?["grant_types"]?.strings ?? []).compactMap { GrantType(rawValue: $0) }
    }
}
