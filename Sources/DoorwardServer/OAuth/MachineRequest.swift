import DoorwardOAuth

/// What the endpoints that programs call have in common: a POST with a form or a JSON object, from a client that says
/// who it is.
enum MachineRequest {
    /// The parameters of the body; those of the query do not count, since queries end up in logs (RFC 6749 §2.3.1).
    static func parameters(of request: EndpointRequest) throws(Rejection) -> Parameters {
        guard request.method == "POST" else { throw .methodNotAllowed }
        guard request.body.count <= Parameters.largestSize else { throw .bodyTooLarge }
        switch mediaType(of: request) {
        case .form: return try FormParameters.parse(request.body)
        case .json: return try JSONParameters.parse(request.body)
        case nil: throw .unsupportedMediaType
        }
    }

    enum MediaType { case form, json }

    /// The media type without its parameters, in any case of letters (RFC 9110 §8.3.1).
    static func mediaType(of request: EndpointRequest) -> MediaType? {
        guard let field = request.field("content-type") else { return nil }
        if field == "application/x-www-form-urlencoded" { return .form }
        let end = field.firstIndex(of: ";") ?? field.endIndex
        var type = field[..<end]
        while let last = type.last, last == " " || last == "\t" { type.removeLast() }
        switch type.lowercased() {
        case "application/x-www-form-urlencoded": return .form
        case "application/json": return .json
        default: return nil
        }
    }
}

extension AuthorizationServer {
    /// The client that sent a request, proved (RFC 6749 §2.3). Costs no call of the store for a client that is known.
    func authenticate(
        _ parameters: Parameters, _ request: EndpointRequest
    ) async throws(Rejection) -> AuthenticatedClient {
        let presented = try ClientAuthentication(
            parameters, authorization: request.field("authorization"), takesAssertions: clientKeys != nil)
        if let assertion = presented.assertion {
            return try await client(provedBy: assertion, at: request.path, from: request.client)
        }
        let client = try presented.authenticate(try await knownClient(presented.clientID, from: request.client))
        if let secret = client.secret { uses.noteSecret(secret, at: now()) }
        return client
    }
}
