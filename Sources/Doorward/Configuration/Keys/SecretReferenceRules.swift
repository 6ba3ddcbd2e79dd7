import DoorwardSecrets

extension ValueRules {
    /// The kinds of places that hold secrets, with the form to write.
    private static let secretForms = [
        "env": "env:NAME", "file": "file:/path/of/the/file", "dotenv": "dotenv:.env#NAME", "systemd": "systemd:NAME",
        "exec": "exec:PROGRAM ARGUMENT …", "aws-sm": "aws-sm://REGION/NAME", "aws-ssm": "aws-ssm://REGION/NAME",
        "gcp-sm": "gcp-sm://PROJECT/NAME", "azure-kv": "azure-kv://VAULT/NAME", "vault": "vault://MOUNT/PATH#KEY",
    ]
    private static let secretHint =
        "write env:NAME, file:/path, dotenv:.env#NAME, systemd:NAME, or where a secret manager has it: docs/secrets.md"

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
        case "exec": break
        case "aws-sm", "aws-ssm", "gcp-sm", "azure-kv", "vault":
            guard isManagersName(reference, text) else {
                throw Failure("is not the name of a secret there", hint: hint)
            }
        default:
            guard reference.fragment == nil else { throw Failure("has a # behind the name of the file", hint: hint) }
            guard !reference.location.hasPrefix("//"), !reference.location.hasSuffix("/") else {
                throw Failure("is not the name of a file", hint: hint)
            }
        }
        return reference
    }

    /// `//PLACE/NAME`, in visible ASCII; what more there is to say its source says when it reads.
    private static func isManagersName(_ reference: SecretReference, _ text: String) -> Bool {
        let scheme = reference.isOptional ? "optional:\(reference.scheme)" : reference.scheme
        guard text.hasPrefix("\(scheme)://"), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return false }
        let parts = reference.location.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty && reference.fragment != ""
    }

    /// The name of a program, or its absolute path.
    static func program(_ text: String) throws(Failure) -> String {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !text.hasSuffix("/"),
            text.hasPrefix("/") || !text.contains("/")
        else { throw Failure("is not a program", hint: "write its name such as op, or its whole path") }
        return text
    }

    /// A name in Vault: visible ASCII.
    static func vaultName(_ text: String) throws(Failure) -> String {
        guard !text.isEmpty, text.utf8.count <= 512, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Failure("is not a name in Vault", hint: "write visible characters without blanks")
        }
        return text
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

extension RawValue {
    /// The text of a reference to a secret, which may also be written `{from: env:NAME, optional: true}`.
    func referenceText(kind: String) throws(ConfigurationValueError) -> String {
        guard case .map(let entries) = shape else { return try text(kind: kind) }
        guard entries.contains(where: { $0.name == "from" }) else {
            throw wrongShape(wanted: "a single value", kind: kind)
        }
        var from: String?
        var isOptional = false
        let hint = "write {from: env:NAME, optional: true}"
        for entry in entries {
            switch entry.name {
            case "from": from = try entry.value.text(kind: kind)
            case "optional":
                do throws(ConfigurationValueError) {
                    isOptional = try ValueRules.boolean(try entry.value.text(kind: "true or false"))
                } catch { throw ConfigurationValueError("has an 'optional' that is not true or false", hint: hint) }
            default: throw ConfigurationValueError("has another key than from and optional", hint: hint)
            }
        }
        guard let from else { throw ConfigurationValueError("does not say where the secret is kept", hint: hint) }
        return (isOptional ? "optional:" : "") + from
    }
}
