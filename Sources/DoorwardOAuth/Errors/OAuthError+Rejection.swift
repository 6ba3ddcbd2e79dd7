extension OAuthError {
    /// The one place where inner reasons become outer ones.
    public init(_ rejection: Rejection) {
        self =
            switch rejection {
            case .missingParameter(let name): Self.request(name, "A required parameter is missing.")
            case .repeatedParameter(let name): Self.request(name, "A parameter is there more than once.")
            case .malformedParameter(let name): Self.request(name, "A parameter is malformed.")
            case .malformedBody: OAuthError(.invalidRequest, "The request cannot be read.", mayRedirect: false)
            case .bodyTooLarge:
                OAuthError(.invalidRequest, "The request is too large.", status: 413, mayRedirect: false)
            case .methodNotAllowed:
                OAuthError(.invalidRequest, "The method is not allowed here.", status: 405, mayRedirect: false)
            case .unsupportedMediaType:
                OAuthError(
                    .invalidRequest, "The body must be application/x-www-form-urlencoded or application/json.",
                    mayRedirect: false)
            case .unknownClient, .removedClient, .wrongClientSecret, .noClientAuthentication, .malformedCredentials,
                .clientAssertionNotSupported, .authenticationMethodNotAllowed, .clientAssertionInvalid,
                .clientAssertionReplayed, .clientDocumentInvalid:
                OAuthError(.invalidClient, "Client authentication failed.", status: 401, mayRedirect: false)
            case .severalClientAuthentications:
                OAuthError(.invalidRequest, "Only one way of client authentication may be used.", mayRedirect: false)
            case .unknownGrantType: OAuthError(.unsupportedGrantType, "The grant type is not supported.")
            case .grantNotAllowed: OAuthError(.unauthorizedClient, "The client may not use this grant type.")
            case .unsupportedResponseType: OAuthError(.unsupportedResponseType, "The response type must be code.")
            case .unsupportedResponseMode: OAuthError(.invalidRequest, "The response mode must be query.")
            case .requestObjectNotSupported: OAuthError(.requestNotSupported, "Request objects are not supported.")
            case .requestURINotSupported: OAuthError(.requestURINotSupported, "Request URIs are not supported.")
            case .unregisteredRedirectURI:
                OAuthError(.invalidRequest, "The redirect URI is not registered.", mayRedirect: false)
            case .redirectURIRequired:
                OAuthError(.invalidRequest, "The redirect URI must be named.", mayRedirect: false)
            case .unusableState: OAuthError(.invalidRequest, "The state is too long.")
            case .challengeRequired: OAuthError(.invalidRequest, "A code challenge is required.")
            case .challengeMethodNotSupported: OAuthError(.invalidRequest, "The challenge method must be S256.")
            case .malformedChallenge: OAuthError(.invalidRequest, "The code challenge is malformed.")
            case .malformedScope, .unknownScope, .scopeNotGranted:
                OAuthError(.invalidScope, "The scope is unknown or may not be asked for.")
            case .scopesWithdrawn: OAuthError(.invalidGrant, "Nothing of what was granted is allowed any more.")
            case .unknownResource, .resourceNotGranted:
                OAuthError(.invalidTarget, "The resource is unknown or was not granted.")
            case .codeUnknown, .codeOfAnotherClient, .codeExpired, .codeReplayed, .redirectURIMismatch,
                .verifierMissing, .verifierUnexpected, .verifierMismatch:
                OAuthError(.invalidGrant, "The code is not valid.")
            case .userTokenEnded: OAuthError(.invalidGrant, "The user has to sign in again.")
            case .refreshTokenUnknown, .refreshTokenOfAnotherClient, .refreshTokenExpired, .refreshTokenReused,
                .grantRevoked:
                OAuthError(.invalidGrant, "The refresh token is not valid.")
            case .tokenOfAnotherClient: OAuthError(.unauthorizedClient, "The token is not the client's.")
            case .userDenied: OAuthError(.accessDenied, "The request was denied.")
            case .userDisabled: OAuthError(.accessDenied, "The account cannot be used.")
            case .signInRequired: OAuthError(.loginRequired, "Nobody is signed in.")
            case .consentRequired: OAuthError(.consentRequired, "The request has not been agreed to.")
            case .signInOver: OAuthError(.invalidRequest, "This sign-in is over.", mayRedirect: false)
            case .tooManyAttempts:
                OAuthError(.temporarilyUnavailable, "There were too many attempts.", status: 429, mayRedirect: false)
            case .clientMetadataInvalid:
                OAuthError(.invalidClientMetadata, "The client metadata cannot be accepted.", mayRedirect: false)
            case .redirectURIRefused:
                OAuthError(.invalidRedirectURI, "A redirect URI cannot be accepted.", mayRedirect: false)
            case .registrationClosed:
                OAuthError(.accessDenied, "Registration is closed.", status: 403, mayRedirect: false)
            case .wrongRegistrationToken:
                OAuthError(.invalidToken, "The token is not valid here.", status: 401, mayRedirect: false)
            case .tooManyRegistrations:
                OAuthError(
                    .temporarilyUnavailable, "There were too many registrations.", status: 429, mayRedirect: false)
            case .pushedRequestRequired:
                OAuthError(.invalidRequest, "The request must be pushed.")
            case .pushedRequestUnknown:
                OAuthError(.invalidRequestURI, "The request URI is not valid, or no longer.", mayRedirect: false)
            case .proofRequired:
                OAuthError(.invalidDPoPProof, "A proof of possession is required.")
            case .proofInvalid:
                OAuthError(.invalidDPoPProof, "The proof of possession is not valid.")
            case .proofReplayed:
                OAuthError(.invalidDPoPProof, "The proof of possession was used before.")
            case .proofNonceRequired:
                OAuthError(.useDPoPNonce, "The proof of possession needs the nonce of this answer.")
            case .keyMismatch:
                OAuthError(.invalidGrant, "The proof of possession is of another key.")
            case .authorizationPending:
                OAuthError(.authorizationPending, "Nobody has answered yet.", mayRedirect: false)
            case .pollingTooFast:
                OAuthError(.slowDown, "Ask less often.", mayRedirect: false)
            case .deviceCodeUnknown:
                OAuthError(.invalidGrant, "The device code is not valid.", mayRedirect: false)
            case .deviceCodeExpired:
                OAuthError(.expiredToken, "The device code has ended.", mayRedirect: false)
            case .providerUnavailable:
                OAuthError(.temporarilyUnavailable, "The sign-in provider cannot be used at the moment.", status: 503)
            case .providerUntrue:
                OAuthError(.serverError, "The sign-in provider did not answer as it must.", status: 502)
            case .identityNotAllowed:
                OAuthError(.accessDenied, "The account may not be used here.", status: 403)
            case .unavailable, .clientKeysUnavailable, .clientDocumentUnavailable:
                OAuthError(.temporarilyUnavailable, "The server cannot answer at the moment.", status: 503)
            }
    }

    /// Who asks, and where the answer goes, must be known before it can go there.
    private static func request(_ parameter: String, _ text: String) -> OAuthError {
        OAuthError(
            .invalidRequest, text, mayRedirect: parameter != "client_id" && parameter != "redirect_uri")
    }
}
