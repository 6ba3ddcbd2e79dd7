/// The parameters that all challenges of an operation share (RFC 6750 §3, RFC 9728 §5.1).
struct Challenge {
    let resourceMetadata: String
    /// All the scopes that the operation needs, in one go; empty where every token will do.
    let scope: String

    init(_ tokens: TokenGuard, _ operation: RouteTable.Operation?) {
        resourceMetadata = tokens.resourceMetadata
        scope = operation?.scopes.first?.joined(separator: " ") ?? ""
    }

    /// The value of `WWW-Authenticate`.
    func value(error: String? = nil, description: String? = nil) -> String {
        var value = "Bearer realm=\"api\""
        if let error { value += ", error=\"\(error)\"" }
        if let description { value += ", error_description=\"\(description)\"" }
        if !scope.isEmpty { value += ", scope=\"\(scope)\"" }
        return value + ", resource_metadata=\"\(resourceMetadata)\""
    }
}

extension Answer {
    /// Nothing was presented: a challenge without an error (RFC 6750 §3.1).
    static func noToken(_ challenge: Challenge) -> Answer {
        token(401, challenge.value(), body: #"{"detail":"Not authenticated"}"#, refusal: "no_credential")
    }

    static func malformedToken(_ challenge: Challenge) -> Answer {
        let text = "The access token is not one."
        return token(
            400, challenge.value(error: "invalid_request", description: text),
            body: #"{"detail":"\#(text)","error":"invalid_request"}"#, refusal: "malformed_token")
    }

    static func invalidToken(_ reason: String, _ challenge: Challenge) -> Answer {
        let text = "The access token is not valid, or no longer."
        return token(
            401, challenge.value(error: "invalid_token", description: text),
            body: #"{"detail":"\#(text)","error":"invalid_token"}"#, refusal: reason)
    }

    static func insufficientScope(_ challenge: Challenge) -> Answer {
        let text = "The access token does not allow this operation."
        return token(
            403, challenge.value(error: "insufficient_scope", description: text),
            body: #"{"detail":"\#(text)","error":"insufficient_scope","scope":"\#(challenge.scope)"}"#,
            refusal: "insufficient_scope")
    }

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
            status: status, contentType: "application/json", fields: Array("www-authenticate: \(challenge)\r\n".utf8),
            body: Array(body.utf8), refusal: refusal)
    }
}
