/// A plugin manifest of version 1, the `/.well-known/ai-plugin.json` that assistants look for.
public struct PluginManifest: Sendable, Equatable {
    /// How the secret stands in the request.
    public enum AuthorizationType: Sendable, Equatable {
        /// `Authorization: Bearer …`
        case bearer
        /// `Authorization: Basic …`
        case basic
        /// A header of this name that holds the secret alone.
        case custom(header: String)
    }

    /// A token that a service shows its operator and then looks for in the manifest; public by design.
    public struct VerificationToken: Sendable, Equatable {
        /// The service that issued it, for example `openai`.
        public var service: String
        public var token: String

        public init(service: String, token: String) {
            self.service = service
            self.token = token
        }
    }

    /// OAuth as version 1 of the manifest has it; beware of the names.
    public struct OAuth: Sendable, Equatable {
        /// The address of the *authorization* endpoint.
        public var clientURL: String
        /// The address of the *token* endpoint.
        public var authorizationURL: String
        /// Scopes separated by spaces; may be empty.
        public var scope: String
        /// The media type that the token endpoint is sent, for example `application/json`.
        public var authorizationContentType: String
        public var verificationTokens: [VerificationToken]

        public init(
            clientURL: String, authorizationURL: String, scope: String = "",
            authorizationContentType: String = "application/json", verificationTokens: [VerificationToken] = []
        ) {
            self.clientURL = clientURL
            self.authorizationURL = authorizationURL
            self.scope = scope
            self.authorizationContentType = authorizationContentType
            self.verificationTokens = verificationTokens
        }
    }

    /// How callers prove who they are: the manifest's `auth`.
    public enum Authentication: Sendable, Equatable {
        case none
        /// One secret shared by the assistant and the API.
        case serviceHTTP(authorizationType: AuthorizationType, verificationTokens: [VerificationToken])
        /// Each user has a secret of their own.
        case userHTTP(authorizationType: AuthorizationType)
        case oauth(OAuth)
    }

    public var nameForHuman: String
    public var nameForModel: String
    public var descriptionForHuman: String
    public var descriptionForModel: String
    public var auth: Authentication
    /// The address of the OpenAPI document.
    public var apiURL: String
    public var isUserAuthenticated: Bool
    public var logoURL: String
    public var contactEmail: String
    public var legalInfoURL: String

    public init(
        nameForHuman: String, nameForModel: String, descriptionForHuman: String, descriptionForModel: String,
        auth: Authentication, apiURL: String, isUserAuthenticated: Bool = false, logoURL: String, contactEmail: String,
        legalInfoURL: String
    ) {
        self.nameForHuman = nameForHuman
        self.nameForModel = nameForModel
        self.descriptionForHuman = descriptionForHuman
        self.descriptionForModel = descriptionForModel
        self.auth = auth
        self.apiURL = apiURL
        self.isUserAuthenticated = isUserAuthenticated
        self.logoURL = logoURL
        self.contactEmail = contactEmail
        self.legalInfoURL = legalInfoURL
    }
}
