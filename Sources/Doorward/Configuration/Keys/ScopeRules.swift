extension ValueRules {
    private static let scopeHint = "write words such as notes:read, of visible ASCII without blanks, \" and \\"

    /// A scope token (RFC 6749 §3.3), at most 128 bytes.
    static func scope(_ text: String) throws(Failure) {
        guard (1...128).contains(text.utf8.count), text.utf8.allSatisfy(isScopeByte) else {
            throw Failure("has a name that no scope can have", hint: scopeHint)
        }
    }

    private static func isScopeByte(_ byte: UInt8) -> Bool {
        byte == 0x21 || (0x23...0x5B).contains(byte) || (0x5D...0x7E).contains(byte)
    }

    /// What people read about a scope.
    static func scopeSentence(_ text: String) throws(Failure) -> String {
        guard !text.isEmpty else {
            throw Failure(
                "is empty", hint: "write a sentence that tells people what it allows, such as Read your notes.")
        }
        return try prose(200)(text)
    }

    /// The operationId of an operation, or its method and path: `GET /notes/{id}`.
    static func operationName(_ text: String) throws(Failure) {
        guard (1...512).contains(text.utf8.count), text.unicodeScalars.allSatisfy({ !$0.isControl }) else {
            throw Failure(
                "has a name that no operation can have", hint: "write an operationId, or a method and path: GET /notes")
        }
    }

    /// Scopes between blanks, each once; empty when any token will do.
    static func scopeList(_ text: String) throws(Failure) -> [String] {
        var scopes: [String] = []
        for word in text.split(separator: " ") {
            guard word.utf8.count <= 128, word.utf8.allSatisfy(isScopeByte) else {
                throw Failure("has a scope that no scope can be called", hint: scopeHint)
            }
            guard scopes.count < ConfigurationBinding.maximumItems else {
                throw Failure("has too many scopes", hint: "write the few that the operation needs")
            }
            if !scopes.contains(String(word)) { scopes.append(String(word)) }
        }
        return scopes
    }

    /// A name or address that travels in tokens and requests: visible ASCII without blanks.
    static func identifier(_ text: String) throws(Failure) -> String {
        guard (1...512).contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Failure(
                "is empty, too long, or has a blank or a character outside ASCII",
                hint: "write it exactly as the authorization server has it")
        }
        return text
    }
}
