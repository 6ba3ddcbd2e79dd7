/// One key inside an entry of `identity_providers`.
struct IdentityProviderKey {
    typealias Kind = IdentityProviderConfiguration.Kind

    let name: String
    /// What it takes, as the rest of "write …".
    let kind: String
    /// What happens when it is not said; `nil` when it must be.
    let fallback: String?
    /// The types that have it; none for all.
    var types: [Kind] = []
    let summary: String

    func fits(_ type: Kind) -> Bool { types.isEmpty || types.contains(type) }

    static func named(_ name: String) -> IdentityProviderKey? { all.first { $0.name == name } }

    /// Every key, in the order of the reference.
    static let all: [IdentityProviderKey] = commonKeys + typeKeys + peopleKeys

    private static let commonKeys = [
        IdentityProviderKey(
            name: "type", kind: Kind.words, fallback: "the entry's name, where that is a vendor's",
            summary: "What the provider speaks: one of four vendors, OpenID Connect, or OAuth 2.0."),
        IdentityProviderKey(
            name: "label", kind: "a text of at most 50 characters", fallback: "from the name",
            summary: "What stands on the button."),
        IdentityProviderKey(
            name: "client_id", kind: "the client id that the provider gave", fallback: nil,
            summary: "As which client Doorward asks; its redirect URI there is "
                + "`PUBLIC_URL/oauth/callback/NAME`."),
        IdentityProviderKey(
            name: "client_secret", kind: "where the secret is kept, such as env:NAME", fallback: nil,
            summary: "Reference to that client's secret; needed unless `client_authentication` is `none`."),
        IdentityProviderKey(
            name: "client_authentication", kind: IdentityProviderConfiguration.ClientAuthentication.words,
            fallback: "what the provider's metadata offers, else basic",
            summary: "How Doorward proves to be that client: in the header, in the body, or not at all."),
    ]

    private static let typeKeys = [
        IdentityProviderKey(
            name: "issuer", kind: "the issuer exactly as its metadata has it, such as https://login.example.com",
            fallback: nil, types: [.oidc],
            summary: "The OpenID provider; the rest is found from it."),
        IdentityProviderKey(
            name: "tenant", kind: "a tenant's id, common, organizations or consumers", fallback: "common",
            types: [.microsoft], summary: "Whose accounts are meant."),
        IdentityProviderKey(
            name: "authorization_url", kind: "a URL such as https://forge.example.com/oauth/authorize", fallback: nil,
            types: [.oauth2], summary: "Where the browser is sent."),
        IdentityProviderKey(
            name: "token_url", kind: "a URL such as https://forge.example.com/oauth/token", fallback: nil,
            types: [.oauth2], summary: "Where codes are exchanged."),
        IdentityProviderKey(
            name: "user_info_url", kind: "a URL such as https://forge.example.com/api/me", fallback: nil,
            types: [.oauth2], summary: "What says who somebody is, as JSON."),
        IdentityProviderKey(
            name: "mapping", kind: "a map such as {subject: id, email: mail, email_verified: mail_ok, name: login}",
            fallback: nil, types: [.oauth2],
            summary:
                "What the members of that answer are called, with dots for inner ones (`data.id`); `subject`, which must "
                + "never change, is needed. Without `email_verified` no address counts as vouched for."),
        IdentityProviderKey(
            name: "scopes", kind: "a list such as [openid, email, groups]", fallback: "what the type needs",
            summary: "What is asked for; with OpenID Connect it must have `openid`."),
    ]

    private static let peopleKeys = [
        IdentityProviderKey(
            name: "allow", kind: allowKind, fallback: "people with an account here",
            summary: "Who may come in: everyone who has an account there, or who fits one of the rules. Domains and "
                + "addresses must be vouched for by the provider; a claim fits with any one of its values."),
        IdentityProviderKey(
            name: "link", kind: IdentityProviderConfiguration.Link.words, fallback: "never",
            summary: "Whether somebody whose address the provider vouches for gets the account here that has it."),
        IdentityProviderKey(
            name: "role", kind: roleKind, fallback: "none",
            summary: "The role of accounts that a first sign-in makes; tokens and the API are told."),
    ]

    static let allowKind =
        "everyone, or a map such as {domains: [example.com], emails: [me@example.org], "
        + "claims: {groups: [staff]}}"
    static let roleKind = "1 to 64 letters, digits, dots, underscores and hyphens"
}
