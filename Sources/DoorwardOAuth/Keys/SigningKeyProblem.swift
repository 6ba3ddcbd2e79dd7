/// Why signing keys cannot be used.
public enum SigningKeyProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// A key cannot be opened with the master secret that is configured.
    case sealed(id: String)
    /// None has been read or made.
    case none
    /// A key cannot be made or used by the cryptographic library.
    case unusable

    public var description: String {
        switch self {
        case .sealed(let id):
            """
            the signing key \(id) cannot be opened with this master secret; configure the one that it was made with \
            (oauth.master_secret)
            """
        case .none: "there is no signing key; the database must be reachable once before tokens can be signed"
        case .unusable: "a signing key cannot be made or used"
        }
    }
}
