/// A live secret and the reference it was read by.
public struct ResolvedSecret: Sendable {
    public var reference: SecretReference
    public var version: SecretVersion
    public var secret: Secret { version.secret }

    public init(reference: SecretReference, version: SecretVersion) {
        self.reference = reference
        self.version = version
    }
}
