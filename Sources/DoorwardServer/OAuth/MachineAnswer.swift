import DoorwardOAuth

/// Answers of the endpoints that programs call: JSON that nobody may keep (RFC 6749 §5.1).
enum MachineAnswer {
    private static let fields: [(name: String, value: String)] = [
        ("Content-Type", "application/json"), ("Cache-Control", "no-store"), ("Pragma", "no-cache"),
        ("X-Content-Type-Options", "nosniff"),
    ]

    static func json(_ body: [UInt8]) -> EndpointResponse {
        EndpointResponse(status: 200, fields: fields, body: body)
    }

    /// What a client is told of a refusal; the inner reason goes to the log alone.
    static func refusal(_ rejection: Rejection, of request: EndpointRequest, issuer: String) -> EndpointResponse {
        let error = OAuthError(rejection)
        var response = EndpointResponse(
            status: error.status, fields: fields, body: error.json, refusal: rejection.word)
        switch error.status {
        case 401 where request.field("authorization") != nil || rejection == .noClientAuthentication:
            // RFC 6749 §5.2, RFC 7617 §2.
            response.fields.append(("WWW-Authenticate", "Basic realm=\"\(issuer)\", charset=\"UTF-8\""))
        case 405: response.fields.append(("Allow", "POST"))
        case 503, 429: response.fields.append(("Retry-After", "2"))
        default: break
        }
        return response
    }
}
