/// Follows references inside a document (`{"$ref": "#/components/parameters/Limit"}`).
struct OpenAPIReferences {
    private let document: JSONValue
    /// References to references are followed this far; a circle ends here too.
    private static let hopLimit = 16

    init(_ document: JSONValue) { self.document = document }

    /// The value itself, or what it refers to and the pointer to that; nil when that is not in this document or a
    /// circle.
    func resolve(_ value: JSONValue) -> (value: JSONValue, pointer: String?)? {
        var value = value
        var pointer: String?
        for _ in 0..<Self.hopLimit {
            guard let reference = value["$ref"]?.stringValue else { return (value, pointer) }
            guard let next = JSONValue.pointer(ofReference: reference), let target = document.value(at: next) else {
                return nil
            }
            value = target
            pointer = next
        }
        return nil
    }
}
