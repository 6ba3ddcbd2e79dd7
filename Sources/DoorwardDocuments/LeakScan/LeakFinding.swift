/// A secret, or what looks like one, in a document that anyone could fetch. It never holds the value.
public struct LeakFinding: Sendable, Hashable, CustomStringConvertible {
    /// The path of the document.
    public var documentPath: String
    /// Where in it: a JSON pointer (RFC 6901) in a JSON document, else `line N`.
    public var location: String
    /// The secret's label, or what kind of key it looks like.
    public var what: String
    /// How it is written there: `plain`, `base64`, `base64url`, `hex`, each perhaps with `, JSON-escaped` and the like.
    public var encoding: String

    public init(documentPath: String, location: String, what: String, encoding: String) {
        self.documentPath = documentPath
        self.location = location
        self.what = what
        self.encoding = encoding
    }

    public var description: String {
        "\(documentPath) at \(isRoot ? "its root" : "")\(location): \(what) (\(encoding))"
    }

    /// A pointer to the document itself is the empty text, perhaps with a remark behind it.
    private var isRoot: Bool { location.isEmpty || location.hasPrefix(" ") }
}
