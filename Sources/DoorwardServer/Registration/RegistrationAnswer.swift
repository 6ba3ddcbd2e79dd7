import DoorwardJOSE
import DoorwardOAuth

/// Answers of the registration endpoint: JSON that nobody may keep (RFC 7591 §3.2, RFC 7592 §3).
struct RegistrationAnswer {
    private static let fields: [(name: String, value: String)] = [
        ("Content-Type", "application/json"), ("Cache-Control", "no-store"), ("Pragma", "no-cache"),
        ("X-Content-Type-Options", "nosniff"),
    ]

    let issuer: String

    /// What the client is told about itself: what is in force, which may be less than it asked for.
    ///
    /// - Parameters:
    ///   - secret: the secret that was made just now; it cannot be told again.
    ///   - accessToken: the token by which the client may change its registration.
    func registered(
        _ client: ClientRecord, status: Int, secret: String? = nil, accessToken: String? = nil
    ) -> EndpointResponse {
        var members: [JOSEObject.Member] = [.init(name: "client_id", value: .string(client.id))]
        members.append(.init(name: "client_id_issued_at", value: .integer(client.createdAt)))
        if let secret {
            members.append(.init(name: "client_secret", value: .string(secret)))
            members.append(.init(name: "client_secret_expires_at", value: .integer(0)))
        }
        if let accessToken {
            members.append(.init(name: "registration_access_token", value: .string(accessToken)))
            let address = issuer + "/oauth/register?client_id=" + client.id
            members.append(.init(name: "registration_client_uri", value: .string(address)))
        }
        members += Self.metadata(of: client)
        return EndpointResponse(status: status, fields: Self.fields, body: JOSEObject(members).encoded)
    }

    private static func metadata(of client: ClientRecord) -> [JOSEObject.Member] {
        let bytes = Array((client.registration?.metadata ?? "{}").utf8)
        return (try? bytes.withUnsafeBytes { try JOSEObject(parsing: $0) })?.members ?? []
    }

    /// What the client is told of a refusal: which rule was broken, in fixed words.
    func refusal(_ rejection: Rejection, of request: EndpointRequest) -> EndpointResponse {
        let error = OAuthError(rejection)
        let text =
            switch rejection {
            case .clientMetadataInvalid(let rule): "The metadata cannot be accepted: \(rule)."
            case .redirectURIRefused(let refusal): "The metadata cannot be accepted: \(refusal.rule)."
            case .unsupportedMediaType: "The body must be application/json."
            default: error.text
            }
        let body = JOSEObject(["error": .string(error.code.rawValue), "error_description": .string(text)])
        var response = EndpointResponse(
            status: error.status, fields: Self.fields, body: body.encoded, refusal: rejection.word)
        switch rejection {
        case .wrongRegistrationToken:
            // RFC 6750 §3: without a token there is no error to name.
            let reason = request.field("authorization") == nil ? "" : ", error=\"invalid_token\""
            response.fields.append(("WWW-Authenticate", "Bearer realm=\"\(issuer)\"\(reason)"))
        case .tooManyRegistrations(let seconds): response.fields.append(("Retry-After", "\(seconds)"))
        case .unavailable: response.fields.append(("Retry-After", "2"))
        default: break
        }
        return response
    }
}
