internal import DoorwardOAuth

/// The parameters that all challenges of an operation share (RFC 6750 §3, RFC 9728 §5.1).
struct Challenge {
    let resourceMetadata: String
    /// All the scopes that the operation needs, in one go; empty where every token will do.
    let scope: String
    /// Which kinds of tokens are accepted.
    private let kinds: Kinds
    /// Whether the call presented its token as one that is bound to a key.
    private let isBound: Bool

    private enum Kinds { case bearer, both, bound }

    init(_ tokens: TokenGuard, _ operation: RouteTable.Operation?, isBound: Bool = false) {
        resourceMetadata = tokens.resourceMetadata
        scope = operation?.scopes.first?.joined(separator: " ") ?? ""
        kinds =
            switch tokens.binding {
            case nil: .bearer
            case let binding?: binding.isRequired ? .bound : .both
            }
        self.isBound = isBound
    }

    /// The lines of `WWW-Authenticate`, one for each scheme; the error is that of the scheme that was used.
    ///
    /// Some clients read the first scheme only and know no other than `Bearer`, so that comes first for them.
    func lines(error: String? = nil, description: String? = nil) -> String {
        let bearer = "Bearer realm=\"api\""
        let bound = "DPoP realm=\"api\", algs=\"\(ProofVerifier.algorithmNames.joined(separator: " "))\""
        let schemes =
            switch kinds {
            case .bearer: [bearer]
            case .bound: [bound]
            case .both: isBound ? [bound, bearer] : [bearer, bound]
            }
        return schemes.enumerated().map { index, scheme in
            let value = index == 0 ? value(scheme, error: error, description: description) : value(scheme)
            return "www-authenticate: \(value)\r\n"
        }.joined()
    }

    private func value(_ scheme: String, error: String? = nil, description: String? = nil) -> String {
        var value = scheme
        if let error { value += ", error=\"\(error)\"" }
        if let description { value += ", error_description=\"\(description)\"" }
        if !scope.isEmpty { value += ", scope=\"\(scope)\"" }
        return value + ", resource_metadata=\"\(resourceMetadata)\""
    }
}

extension Answer {
    /// Nothing was presented: a challenge without an error (RFC 6750 §3.1).
    static func noToken(_ challenge: Challenge) -> Answer {
        token(401, challenge.lines(), body: #"{"detail":"Not authenticated"}"#, refusal: "no_credential")
    }

    static func malformedToken(_ challenge: Challenge) -> Answer {
        let text = "The access token is not one."
        return token(
            400, challenge.lines(error: "invalid_request", description: text),
            body: #"{"detail":"\#(text)","error":"invalid_request"}"#, refusal: "malformed_token")
    }

    static func invalidToken(_ reason: String, _ challenge: Challenge) -> Answer {
        let text = "The access token is not valid, or no longer."
        return token(
            401, challenge.lines(error: "invalid_token", description: text),
            body: #"{"detail":"\#(text)","error":"invalid_token"}"#, refusal: reason)
    }

    static func insufficientScope(_ challenge: Challenge) -> Answer {
        let text = "The access token does not allow this operation."
        return token(
            403, challenge.lines(error: "insufficient_scope", description: text),
            body: #"{"detail":"\#(text)","error":"insufficient_scope","scope":"\#(challenge.scope)"}"#,
            refusal: "insufficient_scope")
    }

    /// The proof of a bound token is not one (RFC 9449 §7.1).
    static func invalidProof(_ problem: ProofProblem, _ challenge: Challenge) -> Answer {
        let text = "The proof of possession is not valid."
        return token(
            401, challenge.lines(error: "invalid_dpop_proof", description: text),
            body: #"{"detail":"\#(text)","error":"invalid_dpop_proof"}"#, refusal: "proof_\(problem.rawValue)")
    }

    /// The proof needs the nonce that is told with this (RFC 9449 §9).
    static func nonceRequired(_ nonce: String, _ challenge: Challenge) -> Answer {
        let text = "The proof of possession needs the nonce of this answer."
        return token(
            401, challenge.lines(error: "use_dpop_nonce", description: text) + "dpop-nonce: \(nonce)\r\n",
            body: #"{"detail":"\#(text)","error":"use_dpop_nonce"}"#,
            refusal: "proof_\(ProofProblem.nonceRequired.rawValue)")
    }

    /// There are so many proofs at the moment that no more can be remembered.
    static let tooManyProofs = Answer(
        status: 503, contentType: "application/json", fields: Array("retry-after: 5\r\n".utf8),
        body: Array(
            #"{"detail":"There are too many calls at the moment.","error":"temporarily_unavailable"}"#.utf8),
        refusal: "too_many_proofs")

    /// The same refusal, with what the log may know of it.
    func about(_ facts: AccessTokenFacts, _ operation: RouteTable.Operation?) -> Answer {
        var answer = self
        answer.refusedToken = facts
        answer.operation = operation?.label ?? ""
        return answer
    }

    /// Whoever could tell about the token does not answer: the caller may come again.
    static let issuerUnavailable = Answer(
        status: 503, contentType: "application/json", fields: Array("retry-after: 5\r\n".utf8),
        body: Array(
            #"{"detail":"The authorization server cannot be reached.","error":"temporarily_unavailable"}"#.utf8),
        refusal: "issuer_unavailable")

    private static func token(_ status: Int, _ challenge: String, body: String, refusal: String) -> Answer {
        Answer(
            status: status, contentType: "application/json", fields: Array(challenge.utf8), body: Array(body.utf8),
            refusal: refusal)
    }
}
