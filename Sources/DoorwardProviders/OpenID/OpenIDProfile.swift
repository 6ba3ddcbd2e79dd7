internal import DoorwardJOSE
internal import DoorwardOAuth

/// Who somebody is by his ID token and, where there is one, the user information (OpenID Connect Core §5.1).
struct OpenIDProfile {
    /// Claims that are about the token and not the person.
    private static let protocolNames: Set<String> = [
        "iss", "sub", "aud", "exp", "iat", "nbf", "jti", "nonce", "at_hash", "c_hash", "s_hash", "azp", "sid",
        "auth_time", "rh", "uti", "aio", "ver", "email", "email_verified", "name",
    ]

    let settings: ProviderSettings
    let rule: IssuerRule
    let idToken: JOSEObject
    var userInfo: JOSEObject?

    /// Whether the user information may say something that is needed and that the ID token does not.
    ///
    /// Microsoft's never does: its ID tokens have all that is there and more (Microsoft identity platform, "UserInfo
    /// endpoint").
    var isIncomplete: Bool {
        if settings.kind == .microsoft { return false }
        let scopes = settings.scopes
        if scopes.contains("email"), idToken["email"] == nil || idToken["email_verified"] == nil { return true }
        if scopes.contains("profile"), idToken["name"] == nil { return true }
        return settings.rules.allow.claims.keys.contains { MemberPath.value($0, in: idToken) == nil }
    }

    func identity(issuer: String, subject: String) -> ProviderIdentity {
        let objects = [idToken, userInfo].compactMap(\.self)
        let email = ProfileText.email(objects.lazy.compactMap { $0["email"]?.string }.first)
        return ProviderIdentity(
            issuer: issuer, subject: subject, email: email, isEmailVerified: email.map(isVerified) ?? false,
            name: ProfileText.name(objects.lazy.compactMap { $0["name"]?.string }.first),
            claims: ProfileText.claims(
                of: objects, without: Self.protocolNames, rules: settings.rules.allow))
    }

    /// Whether one of the two vouches for this very address, and none takes it back.
    private func isVerified(_ email: String) -> Bool {
        guard ProfileText.canBeVerified(email) else { return false }
        // An administrator of any tenant writes what he likes into `email`.
        if settings.kind == .microsoft {
            return (settings.trustsEmail && rule.tenants == .one) || Self.isDomainVerified(idToken["xms_edov"])
        }
        if settings.trustsEmail { return true }
        // Google verifies an address of somebody else's domain once, when the account is made; who has left there since
        // has the account still. It is the authority for its own addresses, and for domains that are hosted by it.
        let isGoogle = settings.kind == .google || rule.discovered == "https://accounts.google.com"
        if isGoogle, idToken["hd"]?.string == nil, !Self.isGooglesOwn(email) { return false }
        let verdicts = [idToken, userInfo].compactMap(\.self).compactMap { object -> Bool? in
            guard let text = object["email"]?.string, let verdict = object["email_verified"],
                ProfileText.email(text) == email
            else { return nil }
            return ProfileText.isTrue(verdict)
        }
        return !verdicts.isEmpty && verdicts.allSatisfy(\.self)
    }

    private static func isGooglesOwn(_ email: String) -> Bool {
        let address = email.lowercased()
        return address.hasSuffix("@gmail.com") || address.hasSuffix("@googlemail.com")
    }

    /// A truth value by its reference; tokens have been seen with `1` and with texts.
    private static func isDomainVerified(_ value: JOSEValue?) -> Bool {
        ProfileText.isTrue(value) || value == .integer(1) || value == .string("1")
    }
}
