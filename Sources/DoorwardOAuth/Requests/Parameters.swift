/// The parameters of a request in their order, whether they came in a query, a form or a JSON object.
///
/// An empty value counts as absent, an unknown name is ignored, and one that is there twice is refused when it is asked
/// for (RFC 6749 §3.1 and §3.2).
public struct Parameters: Sendable, Equatable {
    /// How many a request may have.
    public static let largestCount = 100
    /// How many bytes they may take as they were sent.
    public static let largestSize = 65_536

    struct Entry: Sendable, Equatable {
        var name: String
        var value: String
    }

    var entries: [Entry] = []

    /// The value of a parameter; nil when it is absent or empty.
    ///
    /// - Throws: `Rejection.repeatedParameter` when it is there more than once.
    public func value(_ name: String) throws(Rejection) -> String? {
        var found: String?
        for entry in entries where entry.name == name {
            if found != nil { throw .repeatedParameter(name) }
            found = entry.value
        }
        guard let found, !found.isEmpty else { return nil }
        return found
    }

    /// The value of a parameter that must be there.
    ///
    /// - Throws: `Rejection.missingParameter`, or `.repeatedParameter`.
    public func require(_ name: String) throws(Rejection) -> String {
        guard let value = try value(name) else { throw .missingParameter(name) }
        return value
    }

    /// All values of a parameter that may be repeated (RFC 8707 §2), without the empty ones.
    public func values(_ name: String) -> [String] {
        entries.compactMap { $0.name == name && !$0.value.isEmpty ? $0.value : nil }
    }

    /// Whether a name is there more than once.
    public func isRepeated(_ name: String) -> Bool {
        var isThere = false
        for entry in entries where entry.name == name {
            if isThere { return true }
            isThere = true
        }
        return false
    }
}
