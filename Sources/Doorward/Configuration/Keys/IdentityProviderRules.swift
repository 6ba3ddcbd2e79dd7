import DoorwardSecrets

// The rules for single values of `identity_providers`.
extension ValueRules {
    /// A name that can stand in the path of a callback.
    static func providerName(_ text: String) throws(Failure) {
        let fits = text.utf8.allSatisfy { $0.isASCIILower || $0.isASCIIDigit || $0 == 0x2D }
        guard (1...32).contains(text.utf8.count), fits else {
            throw Failure(
                "has a name that is not made of 1 to 32 lower-case letters, digits and hyphens",
                hint: "write a name such as acme; what people read is its label")
        }
    }

    /// What stands on a button.
    static func label(_ text: String) throws(Failure) -> String {
        guard text.utf8.contains(where: { $0 != 0x20 }) else {
            throw Failure("is empty", hint: "write what people read on the button, or remove the line")
        }
        return try prose(50)(text)
    }

    /// A secret that cannot be done without.
    static func neededSecret(_ text: String) throws(Failure) -> SecretReference {
        let reference = try secretReference(text)
        guard !reference.isOptional else {
            throw Failure(
                "is written as one that may be missing, but without it nobody can sign in there",
                hint: "write the place without optional:")
        }
        return reference
    }

    /// A tenant of Microsoft's: an id, or one of three words. A domain would not do: tokens name the id.
    static func tenant(_ text: String) throws(Failure) -> String {
        let words = ["common", "organizations", "consumers"]
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isID =
            parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
            && parts.allSatisfy { $0.utf8.allSatisfy { Character(UnicodeScalar($0)).isHexDigit } }
        guard words.contains(text) || isID else {
            throw Failure(
                "is not a tenant",
                hint: "write its id, as in 00000000-0000-0000-0000-000000000000, or common, organizations or consumers")
        }
        return text
    }

    /// The name of a member of a JSON object, or of a claim.
    static func member(_ text: String) throws(Failure) -> String {
        guard (1...128).contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw Failure("is not the name of a member", hint: "write it as the provider does, such as email")
        }
        return text
    }

    static func claimValue(_ text: String) throws(Failure) -> String {
        guard (1...256).contains(text.utf8.count), text.unicodeScalars.allSatisfy({ !$0.isControl }) else {
            throw Failure("is empty, too long, or has a control character", hint: "write it as the provider does")
        }
        return text
    }

    /// The part of an address behind the @, lower-case.
    static func domain(_ text: String) throws(Failure) -> String {
        let hint = "write a domain such as example.com"
        guard !text.utf8.contains(0x40) else {
            throw Failure("has an @", hint: text.hasPrefix("@") ? "write the domain alone" : "\(hint), or use emails")
        }
        guard !text.utf8.contains(0x2A) else {
            throw Failure("has a *", hint: "write each domain; example.com does not mean mail.example.com")
        }
        return try name(ofHost: text, hint: hint)
    }

    /// An address of e-mail, lower-case.
    static func address(_ text: String) throws(Failure) -> String {
        guard !text.isEmpty else { throw Failure("is empty", hint: "write an address such as me@example.org") }
        return try email(text).lowercased()
    }

    /// A DNS name with a dot, lower-case.
    static func name(ofHost text: String, hint: String) throws(Failure) -> String {
        let host: HostText
        do { host = try HostText(parsing: Array(text.utf8)[...]) } catch {
            throw Failure(error.message, hint: error.hint ?? hint)
        }
        guard host.address == nil else { throw Failure("is an IP address, not a name", hint: hint) }
        return host.text
    }

    static func role(_ text: String) throws(Failure) -> String {
        let fits = text.utf8.allSatisfy { $0.isIdentifierByte || $0 == 0x2D || $0 == 0x2E }
        guard (1...64).contains(text.utf8.count), fits else {
            throw Failure("is not a role", hint: "write \(IdentityProviderKey.roleKind)")
        }
        return text
    }

    /// One scope.
    static func scopeName(_ text: String) throws(Failure) -> String {
        try scope(text)
        return text
    }
}
