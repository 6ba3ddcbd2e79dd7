public import DoorwardSecrets

/// A client that has proved who it is, as far as its kind can: by a secret, or by nothing when it is public.
///
/// There is no public initializer: only ``ClientAuthentication`` can make one.
public struct AuthenticatedClient: Sendable {
    public let record: ClientRecord
    public let profile: ClientProfile
    public let method: ClientAuthenticationMethod
    /// The secret it used, to write down its use.
    public let secret: SecretDigest?

    /// - Throws: `.grantNotAllowed`.
    public func check(mayUse grant: GrantType) throws(Rejection) {
        guard profile.grants.contains(grant) else { throw .grantNotAllowed(grant.rawValue) }
        if grant == .clientCredentials, record.isPublic { throw .grantNotAllowed(grant.rawValue) }
        // A client that everybody may name, and that never meant to, must not lend its name to a stranger's device.
        if grant == .deviceCode, let registration = record.registration, !registration.grants.contains(grant) {
            throw .grantNotAllowed(grant.rawValue)
        }
    }
}
