public import DoorwardSecrets

/// Reads `azure-kv://VAULT/NAME[/VERSION][#member]` from Azure Key Vault: the newest version that is enabled and valid
/// now, and the one before.
///
/// VAULT is a vault's name, or a whole host's name where there is a dot in it (other clouds than the public one). The
/// identity comes from where azure-identity's `DefaultAzureCredential` takes it on servers: `AZURE_CLIENT_SECRET`,
/// `AZURE_FEDERATED_TOKEN_FILE`, the managed identity of App Service, the managed identity of the machine.
public final class AzureKeyVaultSource: WritableSecretSource {
    private let vault: AzureVault

    public init(surroundings: SourceSurroundings) {
        vault = AzureVault(surroundings: surroundings)
    }

    public var schemes: [String] { ["azure-kv"] }

    /// - Throws: `SecretSourceError/badReference(reason:)`, `denied` without credentials or rights, `notFound`
    ///   without a live version, `throttled`, `unavailable`, `malformed`, `SecretSourceError/empty`.
    public func read(_ reference: SecretReference) async throws(SecretSourceError) -> [SecretVersion] {
        try await AzureSecretReading(vault: vault, reference: try AzureReference(reference)).versions()
    }

    /// Sets a new version, with the content type and the tags of the current one; with `#member` the JSON object of the
    /// current one in which this member is another.
    public func write(
        _ secret: Secret, to reference: SecretReference
    ) async throws(SecretSourceError) -> SecretVersion {
        let reading = AzureSecretReading(vault: vault, reference: try AzureReference(reference))
        return try await AzureSecretWriting(reading: reading).write(secret)
    }

    /// Disables a version; it can be enabled again by hand.
    public func retire(_ version: SecretVersion, of reference: SecretReference) async throws(SecretSourceError) {
        let reading = AzureSecretReading(vault: vault, reference: try AzureReference(reference))
        try await AzureSecretWriting(reading: reading).retire(version)
    }
}
