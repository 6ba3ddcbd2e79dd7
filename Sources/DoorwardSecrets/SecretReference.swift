/// Where a secret is kept, named by a URI-like string: `env:NAME`, `file:/run/secrets/x`, `dotenv:.env#NAME`,
/// `systemd:NAME`, `aws-sm://eu-central-1/chatgpt#token`, `vault://secret/chatgpt#token`, `exec:op read op://a/b/c`.
///
/// The text before the first colon is the ``scheme``, the text up to a `#` the ``location``, what follows the
/// ``fragment``. Where two slashes follow the colon, they are not part of the location, and `?name=value&…` behind it
/// are ``options``. The location of `exec:` is the whole rest. A reference that begins with `optional:` may fail at the
/// start.
/// A reference holds no secret value, so it may be printed.
public struct SecretReference: Sendable, Hashable, CustomStringConvertible {
    /// One `name=value` of a reference to a source outside this machine.
    public struct Option: Sendable, Hashable {
        public let name: String
        public let value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The kind of source, lower-case: `env`, `file`, `dotenv`, `systemd`, `exec`, `aws-sm`, …
    public let scheme: String
    /// What the source looks up: a variable's name, a path, a credential's name, a region and a name.
    public let location: String
    /// What is asked for besides, in the order written; with `//` only.
    public let options: [Option]
    /// The part inside the place, where the source has one: the variable's name in a `.env` file, a member of a JSON
    /// object.
    public let fragment: String?
    /// Whether the start goes on without it when it cannot be read.
    public let isOptional: Bool
    /// Whether the location was written behind `//`.
    private let hasAuthority: Bool

    /// Reads a reference from its text form.
    ///
    /// - Throws: ``SecretReferenceError`` when there is no scheme or nothing after it.
    public init(parsing text: String) throws(SecretReferenceError) {
        let prefix = "optional:"
        isOptional = text.hasPrefix(prefix)
        let text = isOptional ? text.dropFirst(prefix.count) : text[...]
        guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else { throw .noScheme }
        let scheme = text[..<colon]
        guard scheme.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }) else { throw .noScheme }
        self.scheme = String(scheme)
        var rest = text[text.index(after: colon)...]
        guard scheme != "exec" else {
            guard rest.contains(where: { $0 != " " }) else { throw .noLocation(scheme: self.scheme) }
            (location, options, fragment, hasAuthority) = (String(rest), [], nil, false)
            return
        }
        hasAuthority = rest.hasPrefix("//") && scheme != "file"
        if hasAuthority { rest = rest.dropFirst(2) }
        let hash = rest.firstIndex(of: "#")
        var place = rest[..<(hash ?? rest.endIndex)]
        var options: [Option] = []
        if hasAuthority, let mark = place.firstIndex(of: "?") {
            options = Self.options(place[place.index(after: mark)...])
            place = place[..<mark]
        }
        guard !place.isEmpty else { throw .noLocation(scheme: self.scheme) }
        self.location = String(place)
        self.options = options
        self.fragment = hash.map { String(rest[rest.index(after: $0)...]) }
    }

    private static func options(_ text: Substring) -> [Option] {
        text.split(separator: "&").map { (part: Substring) -> Option in
            let sign = part.firstIndex(of: "=") ?? part.endIndex
            return Option(name: String(part[..<sign]), value: String(part[sign...].dropFirst()))
        }
    }

    /// The value of an option, the last one of several.
    public func option(_ name: String) -> String? { options.last { $0.name == name }?.value }

    /// The place, without ``isOptional``: one secret has one name, however much it is needed.
    public var description: String {
        let query = options.isEmpty ? "" : "?" + options.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        return "\(scheme):\(hasAuthority ? "//" : "")\(location)\(query)\(fragment.map { "#\($0)" } ?? "")"
    }

    /// The text that ``init(parsing:)`` reads as the same reference.
    public var written: String { (isOptional ? "optional:" : "") + description }
}

/// Two references are the same when they name the same place, be it optional in one.
extension SecretReference {
    public static func == (left: SecretReference, right: SecretReference) -> Bool {
        left.description == right.description
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

/// Why a text is not a reference to a secret. The text itself is not repeated: it may be a secret pasted in the wrong
/// place.
public enum SecretReferenceError: Error, Equatable, Sendable, CustomStringConvertible {
    case noScheme
    case noLocation(scheme: String)

    public var description: String {
        switch self {
        case .noScheme:
            "not a place where a secret is kept; write env:NAME, file:/path, dotenv:.env#NAME, systemd:NAME, or "
                + "aws-sm://…, never the secret itself"
        case .noLocation(let scheme):
            "'\(scheme):' names nothing; write \(scheme == "dotenv" ? "dotenv:.env#NAME" : "\(scheme):NAME")"
        }
    }
}
