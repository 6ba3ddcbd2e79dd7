internal import DoorwardSecrets

/// What `azure-kv://VAULT/NAME[/VERSION][#member]` names.
struct AzureReference: Sendable, Equatable {
    /// `myvault.vault.azure.net`, lower-case, with the port when it is not 443.
    let host: String
    let name: String
    /// 32 hexadecimal digits; `nil` for the newest version and the one before.
    let version: String?
    /// A member of the JSON object that the value is.
    let member: String?

    /// - Throws: `SecretSourceError/badReference(reason:)` with the right form.
    init(_ reference: SecretReference) throws(SecretSourceError) {
        guard reference.description.hasPrefix("\(reference.scheme)://") else {
            throw .badReference(reason: "two slashes are missing; \(Self.form)")
        }
        if let option = reference.options.first {
            throw .badReference(reason: "there is no option \(option.name) for Key Vault; \(Self.form)")
        }
        let parts = reference.location.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 || parts.count == 3 else { throw .badReference(reason: Self.form) }
        guard let host = Self.host(parts[0]) else {
            throw .badReference(
                reason:
                    "the vault's name has 3 to 24 letters, digits and hyphens (or is a whole host's name); \(Self.form)"
            )
        }
        guard (1...127).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy(Self.isInName) else {
            throw .badReference(reason: "the secret's name has 1 to 127 letters, digits and hyphens; \(Self.form)")
        }
        if parts.count == 3, !Self.isVersion(parts[2]) {
            throw .badReference(
                reason: "a version has 32 hexadecimal digits; leave it out for the newest two; \(Self.form)")
        }
        guard reference.fragment != "" else { throw .badReference(reason: "nothing follows the #; \(Self.form)") }
        self.host = host
        name = parts[1]
        version = parts.count == 3 ? parts[2].lowercased() : nil
        member = reference.fragment
    }

    /// Whether a text is a version as Key Vault makes them.
    static func isVersion(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 32
            && text.utf8.allSatisfy { AzureText.isLetterOrDigit($0) && ($0 | 0x20) <= UInt8(ascii: "f") }
    }

    private static let form =
        "write azure-kv://VAULT/NAME, azure-kv://VAULT/NAME/VERSION or azure-kv://VAULT/NAME#member"

    private static func host(_ vault: String) -> String? {
        if vault.contains(".") || vault.contains(":") { return AzureText.authority(vault) }
        guard (3...24).contains(vault.utf8.count), vault.utf8.allSatisfy(isInName) else { return nil }
        return "\(vault.lowercased()).vault.azure.net"
    }

    private static func isInName(_ byte: UInt8) -> Bool {
        AzureText.isLetterOrDigit(byte) || byte == UInt8(ascii: "-")
    }
}
