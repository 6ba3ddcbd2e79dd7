/// Who may come in by a provider, and what becomes of those who come for the first time.
public struct ProviderRules: Sendable, Equatable {
    public var allow: AllowRules
    /// Whether a verified e-mail address joins the identity to the account that has it; otherwise issuer and subject count
    /// alone.
    public var linksByVerifiedEmail: Bool
    /// The role of accounts that a first login makes.
    public var role: String?
    /// Whether its tokens are kept for calls in the user's name.
    public var keepsTokens: Bool

    public init(
        allow: AllowRules = AllowRules(), linksByVerifiedEmail: Bool = false, role: String? = nil,
        keepsTokens: Bool = false
    ) {
        self.allow = allow
        self.linksByVerifiedEmail = linksByVerifiedEmail
        self.role = role
        self.keepsTokens = keepsTokens
    }
}

/// Who may sign in; any one rule that fits is enough. Asked at each sign-in, so that who leaves is out.
public struct AllowRules: Sendable, Equatable {
    /// Whoever the provider vouches for.
    public var everyone: Bool
    /// Domains of verified e-mail addresses, lower-case, exact: `example.com` is not `mail.example.com`.
    public var domains: [String]
    /// Verified e-mail addresses, lower-case.
    public var emails: [String]
    /// Claims and the values of which one must be there: `groups: [staff]`.
    public var claims: [String: [String]]

    public init(
        everyone: Bool = false, domains: [String] = [], emails: [String] = [], claims: [String: [String]] = [:]
    ) {
        self.everyone = everyone
        self.domains = domains
        self.emails = emails
        self.claims = claims
    }

    /// Whether there are none: then only people with an account here may come in, and strangers where sign-up is open.
    public var isEmpty: Bool { !everyone && domains.isEmpty && emails.isEmpty && claims.isEmpty }

    /// Whether one of them fits.
    public func allow(_ identity: ProviderIdentity) -> Bool {
        if everyone { return true }
        if identity.isEmailVerified, let email = identity.email {
            if emails.contains(where: { $0.utf8.elementsEqual(email.utf8) }) { return true }
            if let at = email.utf8.lastIndex(of: UInt8(ascii: "@")) {
                let domain = email.utf8[email.utf8.index(after: at)...]
                if domains.contains(where: { $0.utf8.elementsEqual(domain) }) { return true }
            }
        }
        return claims.contains { name, wanted in
            // A claim, too, says nothing that the provider does not vouch for.
            if name == "email", !identity.isEmailVerified { return false }
            return (identity.claims[name] ?? []).contains { value in
                wanted.contains { $0.utf8.elementsEqual(value.utf8) }
            }
        }
    }
}
