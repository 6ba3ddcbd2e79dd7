import DoorwardDocuments

/// Follows `$ref: "#/…"` within one document.
struct LocalReferences: Sendable {
    /// The longest chain of references that is followed.
    static let chainLimit = 8

    let document: JSONValue

    /// What stands at the end of a chain of references; what cannot be followed stays as it is.
    func resolved(_ value: JSONValue) -> JSONValue {
        var value = value
        for _ in 0..<Self.chainLimit {
            guard let next = target(of: value) else { return value }
            value = next
        }
        return value
    }

    /// The value that this one refers to; nil when it is no reference, or leads nowhere or out of the document.
    func target(of value: JSONValue) -> JSONValue? {
        value["$ref"]?.stringValue.flatMap(document.value(atReference:))
    }
}
