extension JOSEObject {
    /// An object to be written; the names must differ from each other.
    package init(_ members: KeyValuePairs<String, JOSEValue>) {
        self.init(uniqueMembers: members.map { Member(name: $0.key, value: $0.value) })
    }

    /// An object to be written; the names must differ from each other.
    package init(_ members: [Member]) { self.init(uniqueMembers: members) }

    /// The object as JSON without white space (RFC 8259).
    package var encoded: [UInt8] {
        var bytes: [UInt8] = []
        JSONWriter.append(.object(self), to: &bytes)
        return bytes
    }
}
