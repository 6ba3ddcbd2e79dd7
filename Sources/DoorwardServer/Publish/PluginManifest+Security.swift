import DoorwardDocuments

extension PluginManifest.Authentication {
    /// How the credential stands in a request; nil where none is needed.
    var authorizationType: PluginManifest.AuthorizationType? {
        switch self {
        case .none: nil
        case .serviceHTTP(let type, _), .userHTTP(let type): type
        case .oauth: .bearer
        }
    }

    /// The same as the published OpenAPI document says it.
    ///
    /// - Parameter scopes: with OAuth, what can be asked for.
    func security(scopes: [OpenAPIPublication.Scope]) -> OpenAPIPublication.Security {
        if case .oauth(let oauth) = self {
            return .oauth2(authorizationURL: oauth.clientURL, tokenURL: oauth.authorizationURL, scopes: scopes)
        }
        return switch authorizationType {
        case nil: .none
        case .bearer: .bearer
        case .basic: .basic
        case .custom(let header): .header(header)
        }
    }

    /// Whether each user has a credential of their own.
    var isPerUser: Bool {
        switch self {
        case .none, .serviceHTTP: false
        case .userHTTP, .oauth: true
        }
    }
}
