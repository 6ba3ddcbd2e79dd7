extension ClientProfile {
    /// The profiles there are.
    public static let all: [ClientProfile] = [
        ClientProfile(
            name: "plugin", summary: "a ChatGPT plugin: a secret, no PKCE, both callbacks made from the plugin's id",
            allowsPublic: false, requiresPKCE: false, grants: [.authorizationCode, .refreshToken],
            redirects: RedirectRules(allowAssistants: true)),
        ClientProfile(
            name: "action", summary: "an action of a GPT: a secret, no PKCE, both callbacks made from the GPT's id",
            allowsPublic: false, requiresPKCE: false, grants: [.authorizationCode, .refreshToken],
            redirects: RedirectRules(allowAssistants: true)),
        ClientProfile(
            name: "web", summary: "a web application or a service: PKCE, also client credentials when it has a secret",
            allowsPublic: true, requiresPKCE: true, authenticationMethods: [.basic, .post, .privateKeyJWT],
            grants: [.authorizationCode, .refreshToken, .clientCredentials], redirects: RedirectRules()),
        ClientProfile(
            name: "native", summary: "an application on people's own machines: PKCE, any loopback port",
            allowsPublic: true, requiresPKCE: true, authenticationMethods: [.basic, .post, .privateKeyJWT],
            grants: [.authorizationCode, .refreshToken, .deviceCode], redirects: RedirectRules(allowPrivateUse: true)),
        ClientProfile(
            name: "mcp", summary: "an MCP client such as Claude, Cursor or an agent: PKCE, any loopback port",
            allowsPublic: true, requiresPKCE: true, authenticationMethods: [.basic, .post, .privateKeyJWT],
            grants: GrantType.allCases, redirects: RedirectRules(allowPrivateUse: true)),
        ClientProfile(
            name: "registered", summary: "a client that registered itself: PKCE, no grants without a person",
            allowsPublic: true, requiresPKCE: true, authenticationMethods: [.basic, .post, .privateKeyJWT],
            grants: [.authorizationCode, .refreshToken, .deviceCode], redirects: RedirectRules(allowPrivateUse: true)),
        ClientProfile(
            name: "resource", summary: "an API that asks about tokens: introspection only, no redirects, no grants",
            allowsPublic: false, requiresPKCE: false, authenticationMethods: [.basic, .post, .privateKeyJWT],
            grants: [], redirects: RedirectRules(areAllowed: false), mayInspectAllTokens: true),
    ]

    private static let byName: [String: ClientProfile] = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// The profile with a name; nil when there is none.
    public static func named(_ name: String) -> ClientProfile? { byName[name] }
}
