internal import DoorwardSecrets

/// What a vault says about the token it wants (Microsoft's page "Authentication, requests and responses" of Key Vault).
///
/// `Bearer authorization="https://login.microsoftonline.com/TENANT", resource="https://vault.azure.net"`
struct AzureChallenge: Sendable, Hashable {
    /// What the token is for: `https://vault.azure.net`.
    let resource: String
    /// The tenant that the vault belongs to; `nil` when it says none, or that it trusts AD FS.
    let tenant: String?

    /// The scope to ask Microsoft Entra for.
    var scope: String { "\(resource)/.default" }

    /// Reads the challenge of an answer of status 401.
    ///
    /// The resource has to be a domain that the vault's host is in, as Microsoft's clients see to: a token for Azure's
    /// vaults is never made for another host. The address of the login in it is not used, but for the tenant.
    ///
    /// - Throws: `SecretSourceError/denied(reason:)` for a foreign resource,
    ///   `SecretSourceError/malformed(reason:)` when there is no challenge.
    init(_ response: SecretResponse, from host: String) throws(SecretSourceError) {
        let challenges = response.headers.filter { $0.name.lowercased() == "www-authenticate" }
        guard let fields = challenges.lazy.compactMap({ Self.bearer($0.value) }).first,
            let resource = Self.resource(fields)
        else {
            throw .malformed(
                reason: "\(host) does not say which token it wants (WWW-Authenticate: Bearer …), as all vaults do; "
                    + "correct the vault's name")
        }
        let domain = resource.hasSuffix("/") ? resource.dropFirst(8).dropLast() : resource.dropFirst(8)
        guard let domain = AzureText.authority(domain), host.hasSuffix(".\(domain)") else {
            throw .denied(
                reason:
                    "\(host) asks for a token for another place than itself, and was given none; correct the "
                    + "vault's name"
            )
        }
        self.resource = resource
        tenant = Self.tenant(fields["authorization"] ?? fields["authorization_uri"] ?? "")
    }

    /// The `resource`, or the `scope` without `/.default`; `https://` is in front of it.
    private static func resource(_ fields: [String: String]) -> String? {
        var resource = fields["resource"]
        if let scope = fields["scope"], !scope.isEmpty {
            resource = scope.hasSuffix("/.default") ? String(scope.dropLast(9)) : nil
        }
        guard let resource, resource.hasPrefix("https://"), resource.utf8.count <= 300 else { return nil }
        return resource
    }

    private static func tenant(_ address: String) -> String? {
        let parts = address.split(separator: "/", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count > 3, parts[0].lowercased() == "https:", parts[1].isEmpty, AzureText.isTenant(parts[3]),
            parts[3].lowercased() != "adfs"
        else { return nil }
        return String(parts[3])
    }

    /// The parameters of a challenge of the scheme Bearer (RFC 9110 §11.2), the first of each name.
    private static func bearer(_ header: String) -> [String: String]? {
        guard header.utf8.count <= 4096, let blank = header.firstIndex(of: " "),
            header[..<blank].lowercased() == "bearer"
        else { return nil }
        var fields: [String: String] = [:]
        for part in header[blank...].split(separator: ",").prefix(32) {
            guard let sign = part.firstIndex(of: "=") else { continue }
            let name = trimmed(part[..<sign]).lowercased()
            let value = trimmed(part[part.index(after: sign)...])
            if fields[name] == nil { fields[name] = value }
        }
        return fields
    }

    private static func trimmed(_ text: Substring) -> String {
        let isEdge = { (character: Character) in character == " " || character == "\t" || character == "\"" }
        var text = text.drop(while: isEdge)
        while let last = text.last, isEdge(last) { text.removeLast() }
        return String(text)
    }
}
