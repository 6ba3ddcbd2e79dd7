import DoorwardJOSE

extension AuthorizationRequest {
    /// The longest `state` that is given back, in bytes.
    static let longestState = 4096

    /// The parameters that the checks read; a request that is kept needs no others.
    public static let parameterNames: Set<String> = [
        "client_id", "response_type", "response_mode", "redirect_uri", "scope", "state", "code_challenge",
        "code_challenge_method", "resource", "prompt", "request", "request_uri", "dpop_jkt",
    ]

    /// The client that a request names.
    ///
    /// - Throws: `.missingParameter`, `.repeatedParameter`.
    public static func clientID(in parameters: Parameters) throws(Rejection) -> String {
        try parameters.require("client_id")
    }

    /// Checks a request, in this order: who sends it and where the answer goes (RFC 6749 §3.1.2, whose failures are
    /// shown on a page), then everything that the client can be told.
    ///
    /// - Parameters:
    ///   - parameters: of the query or of the form.
    ///   - client: what is registered under ``clientID(in:)``.
    ///   - isPushed: whether the client itself sent the parameters beforehand (RFC 9126).
    public static func check(
        _ parameters: Parameters, client: ClientRecord?, policy: AuthorizationPolicy, isPushed: Bool = false
    ) -> AuthorizationOutcome {
        let client = client
        do throws(Rejection) {
            let id = try clientID(in: parameters)
            guard let client, client.id.utf8.elementsEqual(id.utf8), let profile = ClientProfile.named(client.profile)
            else { throw .unknownClient }
            guard client.removedAt == nil else { throw .removedClient }
            guard profile.grants.contains(.authorizationCode) else { throw .unregisteredRedirectURI }
            let requested = try parameters.value("redirect_uri")
            let redirect = try RedirectMatching.match(requested, of: client)
            let draft = Draft(
                parameters: parameters, client: client, profile: profile, redirect: redirect,
                redirectWasGiven: requested != nil, isPushed: isPushed)
            return draft.check(policy)
        } catch {
            return .page(error)
        }
    }

    /// A request of which it is known where its answer goes.
    private struct Draft {
        let parameters: Parameters
        let client: ClientRecord
        let profile: ClientProfile
        let redirect: ValidatedRedirect
        let redirectWasGiven: Bool
        let isPushed: Bool

        func check(_ policy: AuthorizationPolicy) -> AuthorizationOutcome {
            // A state that is there twice, or too long to be given back, cannot be given back.
            let state = (try? parameters.value("state")).flatMap { $0 }
            let usableState = state.flatMap { $0.utf8.count <= longestState ? $0 : nil }
            let prompts = (try? prompts()) ?? []
            do throws(Rejection) {
                return .valid(try request(policy, state: usableState))
            } catch {
                return .redirect(
                    RedirectedRejection(
                        rejection: error, client: client, redirect: redirect, state: usableState, prompts: prompts))
            }
        }

        private func request(_ policy: AuthorizationPolicy, state: String?) throws(Rejection) -> AuthorizationRequest {
            guard try parameters.value("state") == nil || state != nil else { throw .unusableState }
            // OpenID Connect Core §6: a request in an object is not read, and must not be taken for none.
            if try parameters.value("request") != nil { throw .requestObjectNotSupported }
            try checkPushing(policy.features)
            let type = try parameters.require("response_type")  // RFC 6749 §3.1.1
            guard type == "code" else { throw .unsupportedResponseType(String(type.prefix(64))) }
            let mode = try parameters.value("response_mode")
            guard mode == nil || mode == "query" else {
                throw .unsupportedResponseMode(String((mode ?? "").prefix(64)))
            }
            let challenge = try PKCE.challenge(  // RFC 7636 §4.4.1
                try parameters.value("code_challenge"), method: try parameters.value("code_challenge_method"),
                isRequired: profile.requiresChallenge(of: client))
            let scopes = try ScopeSet.requested(  // RFC 6749 §3.3
                try parameters.value("scope"), of: client, known: policy.scopeNames)
            let resource = try ResourceIndicator.resolve(  // RFC 8707 §2.1
                parameters.values("resource"), canonical: policy.resource)
            return AuthorizationRequest(
                client: client, profile: profile, redirect: redirect, redirectWasGiven: redirectWasGiven,
                scopes: scopes, resource: resource, challenge: challenge, state: state, prompts: try prompts(),
                keyThumbprint: try keyThumbprint(policy.features))
        }

        /// A pushed request stands here with its own parameters, which do not lead to another one (RFC 9126 §2.1), and
        /// others may not do at all (§5 and §6).
        private func checkPushing(_ features: AuthorizationFeatures) throws(Rejection) {
            if try parameters.value("request_uri") != nil {
                guard features.pushedRequests.isOffered else { throw .requestURINotSupported }
                throw .malformedParameter("request_uri")
            }
            guard isPushed || !(features.pushedRequests == .required || client.requiresPushedRequests) else {
                throw .pushedRequestRequired
            }
        }

        /// The key that the code is bound to (RFC 9449 §10): the SHA-256 of RFC 7638 §3 in base64url.
        private func keyThumbprint(_ features: AuthorizationFeatures) throws(Rejection) -> String? {
            guard features.keyBinding.isOffered, let thumbprint = try parameters.value("dpop_jkt") else { return nil }
            guard thumbprint.utf8.count == 43, Base64URL.decode(thumbprint)?.count == 32 else {
                throw .malformedParameter("dpop_jkt")
            }
            return thumbprint
        }

        private func prompts() throws(Rejection) -> Prompts {
            guard let text = try parameters.value("prompt") else { return [] }
            var prompts: Prompts = []
            let values = text.utf8.split(separator: UInt8(ascii: " "))
            for value in values {
                if value.elementsEqual("none".utf8) { prompts.insert(.none) }
                if value.elementsEqual("login".utf8) { prompts.insert(.login) }
                if value.elementsEqual("consent".utf8) { prompts.insert(.consent) }
            }
            guard !prompts.contains(.none) || values.count == 1 else { throw .malformedParameter("prompt") }
            return prompts
        }
    }
}
