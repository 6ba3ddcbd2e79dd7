/// A place that new values can be written to.
public protocol WritableSecretSource: SecretSource {
    /// Keeps a value as the current version. What was current before stays readable as the previous version.
    ///
    /// - Returns: the new version as the source names it.
    /// - Throws: ``SecretSourceError``; then the old version is current still, or the reason says otherwise.
    func write(_ secret: Secret, to reference: SecretReference) async throws(SecretSourceError) -> SecretVersion

    /// Takes a version that is not the current one out of service, so that ``SecretSource/read(_:)`` no longer has it.
    ///
    /// - Parameter version: one that ``SecretSource/read(_:)`` gave.
    func retire(_ version: SecretVersion, of reference: SecretReference) async throws(SecretSourceError)
}
