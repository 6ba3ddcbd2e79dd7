import DoorwardSecrets

extension ValueRules {
    /// The kinds of places that hold secrets, with the form to write.
    private static let secretForms = [
        "env": "env:NAME", "file": "file:/path/of/the/file", "dotenv": "dotenv:.env#NAME", "systemd": "systemd:NAME",
    ]
    private static let secretHint = "write env:NAME, file:/path, dotenv:.env#NAME or systemd:NAME"

    /// A reference to a secret. Whatever is wrong, the text is not repeated: it may be the secret itself.
    static func secretReference(_ text: String) throws(Failure) -> SecretReference {
        guard !text.isEmpty else { throw Failure("is empty", hint: secretHint) }
        let pasted = Failure(
            "is not a place where a secret is kept; if this is a secret itself, it does not belong here",
            hint: secretHint)
        let reference: SecretReference
        do {
            reference = try SecretReference(parsing: text)
        } catch .noLocation {
            throw Failure("names no place behind the colon", hint: secretHint)
        } catch { throw pasted }
        guard let form = secretForms[reference.scheme] else { throw pasted }
        let hint = "write \(form)"
        guard text.utf8.count <= 1024, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw pasted }
        switch reference.scheme {
        case "env":
            guard reference.fragment == nil, isVariableName(reference.location) else { throw pasted }
        case "dotenv":
            guard let name = reference.fragment else {
                throw Failure("does not say which line of the file", hint: hint)
            }
            guard isVariableName(name), !reference.location.hasSuffix("/") else { throw pasted }
        case "systemd":
            guard reference.fragment == nil, isCredentialName(reference.location) else { throw pasted }
        default:
            guard reference.fragment == nil else { throw Failure("has a # behind the name of the file", hint: hint) }
            guard !reference.location.hasPrefix("//"), !reference.location.hasSuffix("/") else {
                throw Failure("is not the name of a file", hint: hint)
            }
        }
        return reference
    }

    /// A variable's name (POSIX.1-2017 §8.1) that does not look like a pasted key.
    private static func isVariableName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !first.isASCIIDigit, text.utf8.count <= 128 else { return false }
        return text.utf8.allSatisfy(\.isIdentifierByte) && !looksLikeKey(text)
    }

    /// A credential's name as systemd.exec(5) allows it: a file name.
    private static func isCredentialName(_ text: String) -> Bool {
        text.utf8.count <= 255 && text != "." && text != ".." && !looksLikeKey(text)
            && text.utf8.allSatisfy { $0.isIdentifierByte || $0 == 0x2D || $0 == 0x2E }
    }

    /// Long, without an underscore, small letters and digits mixed.
    private static func looksLikeKey(_ text: String) -> Bool {
        let letters = text.utf8.contains { $0.isASCIILower }
        let digits = text.utf8.count(where: \.isASCIIDigit)
        return text.utf8.count >= 24 && !text.utf8.contains(0x5F) && letters && digits >= 4
    }
}
