/// Why a secret could not be read. Says what to do; never holds a value.
public enum SecretSourceError: Error, Sendable, Equatable {
    /// No source reads this scheme.
    case unsupportedScheme(String, supported: [String])
    /// The environment has no such variable.
    case noVariable(String)
    /// The value is there but has no bytes.
    case empty
    /// There is no such file.
    case noFile(path: String)
    /// The path is a directory, a socket, a device.
    case notAFile(path: String)
    /// The file is larger than a secret can be; `limit` in bytes.
    case tooLarge(path: String, limit: Int)
    /// The system refused; `cause` is its own message.
    case unreadable(path: String, cause: String)
    /// A `.env` file that breaks the grammar.
    case dotenv(path: String, DotenvError)
    /// A `.env` file without the name.
    case notInDotenv(path: String, name: String)
    /// The reference lacks `#NAME`.
    case noFragment
    /// The reference has a `#…` that its source does not know.
    case unexpectedFragment(scheme: String)
    /// The process was not started by systemd with credentials.
    case noCredentialsDirectory
    /// A credential's name with `/`, `..` or a control character in it.
    case badCredentialName(String)
    /// The reference is not what its source can read; `reason` says what would be right, as do all the following.
    case badReference(reason: String)
    /// A source outside this process did not answer, or said that it cannot at the moment.
    case unavailable(reason: String)
    /// The source asks for patience; `retryAfter` in seconds, where it said so.
    case throttled(reason: String, retryAfter: Int64?)
    /// The source does not let us: no credentials, wrong ones, expired ones, too few rights.
    case denied(reason: String)
    /// The source has no such secret, version or member.
    case notFound(reason: String)
    /// The source's answer, or the value in it, is not what it should be.
    case malformed(reason: String)
}

extension SecretSourceError {
    /// Whether waiting may help.
    public var mayPass: Bool {
        switch self {
        case .unavailable, .throttled: true
        default: false
        }
    }
}

extension SecretSourceError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unsupportedScheme(let scheme, let supported):
            "'\(scheme):' is not a known place for secrets; known are \(supported.joined(separator: ", "))"
        case .noVariable(let name):
            "the environment has no variable \(name); set it before the start"
        case .empty:
            "the value is empty; put a secret of at least 128 bits there ('doorward secret generate' makes one)"
        case .noFile(let path): "there is no file \(path); create it, or correct the path"
        case .notAFile(let path): "\(path) is not a regular file; name the file that holds the secret"
        case .tooLarge(let path, let limit):
            "\(path) is larger than \(limit / 1024) KiB; name a file that holds nothing but the secret"
        case .unreadable(let path, let cause): "cannot read \(path): \(cause)"
        case .dotenv(let path, let error): "\(path), \(error)"
        case .notInDotenv(let path, let name): "\(path) has no \(name); add a line \(name)=…"
        case .noFragment: "the name is missing; write dotenv:FILE#NAME"
        case .unexpectedFragment(let scheme): "\(scheme): takes no '#…'; leave it out"
        case .noCredentialsDirectory:
            "$CREDENTIALS_DIRECTORY is not set; start the process by systemd with LoadCredential= or SetCredential="
        case .badCredentialName(let name):
            "'\(name)' is not a credential's name; use the name given to LoadCredential=, without '/' or '..'"
        case .badReference(let reason), .unavailable(let reason), .throttled(let reason, _), .denied(let reason),
            .notFound(let reason), .malformed(let reason):
            reason
        }
    }
}
