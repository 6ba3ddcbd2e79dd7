extension FetchedDocument {
    /// The type and subtype of the body in lower case, without parameters (RFC 9110 section 8.3.1), or nothing when
    /// the answer names none, or several, or one that is not well-formed.
    public var mediaType: String? {
        let named = fields.filter { $0.name == "content-type" }
        guard named.count == 1, let value = named.first?.value else { return nil }
        let essence = value.utf8.prefix { $0 != UInt8(ascii: ";") }
        let trimmed = FieldGrammar.trimmed(Array(essence)[...])
        let parts = trimmed.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ FieldGrammar.isToken($0) }) else { return nil }
        return String(decoding: trimmed, as: UTF8.self).lowercased()
    }
}
