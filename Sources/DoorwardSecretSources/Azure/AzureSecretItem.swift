internal import DoorwardJOSE
internal import DoorwardSecrets

/// What Key Vault says about one version of a secret (the REST API's `SecretItem` and `SecretBundle`), without the
/// value.
struct AzureSecretItem: Sendable {
    let version: String
    let isEnabled: Bool
    /// Unix seconds.
    let created: Int64
    let updated: Int64
    /// Unix seconds between which the secret is meant to be used.
    let notBefore: Int64?
    let expires: Int64?
    /// The media type that somebody has given the value.
    let contentType: String?

    /// - Throws: `SecretSourceError/malformed(reason:)` when it is about another secret, or lacks what it has to
    ///   have.
    init(_ object: JOSEObject, of reference: AzureReference) throws(SecretSourceError) {
        let parts = (object["id"]?.string ?? "").split(separator: "/", omittingEmptySubsequences: false)
        // https://HOST/secrets/NAME/VERSION
        guard parts.count == 6, parts[3] == "secrets", parts[4].lowercased() == reference.name.lowercased(),
            AzureReference.isVersion(parts[5]), let attributes = object["attributes"]?.object,
            let isEnabled = attributes["enabled"]?.bool, let created = attributes["created"]?.integer
        else { throw .malformed(reason: "\(reference.host) answers with something else than a version of the secret") }
        version = parts[5].lowercased()
        self.isEnabled = isEnabled
        self.created = created
        updated = attributes["updated"]?.integer ?? created
        notBefore = attributes["nbf"]?.integer
        expires = attributes["exp"]?.integer
        contentType = object["contentType"]?.string
    }

    /// Whether it may be used now.
    func isLive(at now: Int64) -> Bool {
        isEnabled && (notBefore ?? .min) <= now && (expires ?? .max) > now
    }

    /// Newest first; two of one second are told apart so that the order is always the same.
    static func isNewer(_ left: AzureSecretItem, _ right: AzureSecretItem) -> Bool {
        (left.created, left.updated, left.version) > (right.created, right.updated, right.version)
    }

    /// What is unwise about it.
    var warnings: [String] {
        guard let contentType, ["application/x-pkcs12", "application/x-pem-file"].contains(contentType.lowercased())
        else {
            return []
        }
        return [
            "the content type of the secret says that it is a certificate with its key; name a secret made for this"
        ]
    }
}
