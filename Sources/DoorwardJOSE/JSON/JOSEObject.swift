/// The members of a JSON object in the order in which they were written, each name once.
public struct JOSEObject: Sendable, Equatable {
    /// A name and its value.
    public struct Member: Sendable, Equatable {
        public let name: String
        public let value: JOSEValue

        public init(name: String, value: JOSEValue) {
            self.name = name
            self.value = value
        }
    }

    /// The members, in order.
    public let members: [Member]

    /// Whoever calls this has seen to it that no name occurs twice.
    init(uniqueMembers members: [Member]) { self.members = members }

    /// Reads one JSON object, with white space around it allowed.
    ///
    /// Refused are duplicate names, nesting deeper than 16, invalid UTF-8, lone surrogates and numbers that no double
    /// holds (RFC 8259, RFC 8725 §3.10). Linear in the size of the text, which the caller bounds.
    /// - Throws: `JSONProblem`, with the place.
    public init(parsing text: UnsafeRawBufferPointer) throws(JSONProblem) {
        var reader = JSONReader(text)
        let value = try reader.document()
        guard case .object(let object) = value else { throw .notAnObject }
        self = object
    }

    /// The value of a member, compared byte by byte.
    public subscript(name: String) -> JOSEValue? {
        for member in members where member.name.hasSameBytes(as: name) { return member.value }
        return nil
    }
}
