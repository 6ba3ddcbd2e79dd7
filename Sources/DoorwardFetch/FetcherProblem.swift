/// Why a fetcher cannot be made.
public enum FetcherProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// A file of certificates in PEM cannot be read, or has none in it.
    case certificateAuthorities(path: String)
    /// The system's own certificates cannot be loaded.
    case systemAuthorities

    public var description: String {
        switch self {
        case .certificateAuthorities(let path):
            "\(path) has no certificates in PEM, or cannot be read; it has to be a file of the authorities to trust"
        case .systemAuthorities:
            "the system's certificate authorities cannot be loaded; the package ca-certificates usually has them"
        }
    }
}
