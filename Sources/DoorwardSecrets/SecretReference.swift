/// Where a secret is kept, named by a URI-like string: `env:NAME`, `file:/run/secrets/x`, `dotenv:.env#NAME`,
/// `systemd:NAME`.
///
/// The text before the first colon is the ``scheme``, the text up to a `#` the ``location``, what follows the
/// ``fragment``.
/// A reference holds no secret value, so it may be printed.
public struct SecretReference: Sendable, Hashable, CustomStringConvertible {
    /// The kind of source, lower-case: `env`, `file`, `dotenv`, `systemd`.
    public let scheme: String
    /// What the source looks up: a variable's name, a path, a credential's name.
    public let location: String
    /// The part inside the place, where the source has one: the variable's name in a `.env` file.
    public let fragment: String?

    /// Reads a reference from its text form.
    ///
    /// - Throws: ``SecretReferenceError`` when there is no scheme or nothing after it.
    public init(parsing text: String) throws(SecretReferenceError) {
        guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else { throw .noScheme }
        let scheme = text[..<colon]
        guard scheme.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }) else { throw .noScheme }
        let rest = text[text.index(after: colon)...]
        let hash = rest.firstIndex(of: "#")
        let location = rest[..<(hash ?? rest.endIndex)]
        guard !location.isEmpty else { throw .noLocation(scheme: String(scheme)) }
        self.scheme = String(scheme)
        self.location = String(location)
        self.fragment = hash.map { String(rest[rest.index(after: $0)...]) }
    }

    public var description: String { "\(scheme):\(location)\(fragment.map { "#\($0)" } ?? "")" }
}

/// Why a text is not a reference to a secret. The text itself is not repeated: it may be a secret pasted in the wrong
/// place.
public enum SecretReferenceError: Error, Equatable, Sendable, CustomStringConvertible {
    case noScheme
    case noLocation(scheme: String)

    public var description: String {
        switch self {
        case .noScheme:
            "not a place where a secret is kept; write env:NAME, file:/path, dotenv:.env#NAME or systemd:NAME, "
                + "never the secret itself"
        case .noLocation(let scheme):
            "'\(scheme):' names nothing; write \(scheme == "dotenv" ? "dotenv:.env#NAME" : "\(scheme):NAME")"
        }
    }
}
