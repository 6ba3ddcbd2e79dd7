import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardServer
import DoorwardTesting
import Testing

extension TestServer {
    static let authorizeQuery =
        "response_type=code&client_id=web&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback&state=s1&\(challenge)"
    static let credentials = "client_id=web&client_secret=\(clientSecret)"

    func authorize(_ query: String = authorizeQuery, cookies: [String] = [], signedIn: Bool = true) async
        -> EndpointResponse
    {
        var all = cookies
        if signedIn { all.append("__Host-doorward-session=\(session)") }
        let fields = all.isEmpty ? [] : [(name: "cookie", value: all.joined(separator: "; "))]
        return await AuthorizationEndpoint(flow).respond(
            to: EndpointRequest(method: "GET", path: "/oauth/authorize", query: query, fields: fields))
    }

    static func post(
        _ body: [UInt8], type: String? = "application/x-www-form-urlencoded", basic: String? = nil,
        method: String = "POST"
    ) -> EndpointRequest {
        var fields: [(name: String, value: String)] = []
        if let type { fields.append(("content-type", type)) }
        if let basic { fields.append(("authorization", basic)) }
        return EndpointRequest(method: method, path: "/oauth/token", fields: fields, body: body)
    }

    func token(_ form: String, basic: String? = nil) async -> EndpointResponse {
        await TokenEndpoint(server).respond(to: Self.post(Array(form.utf8), basic: basic))
    }

    func revoke(_ form: String) async -> EndpointResponse {
        await RevocationEndpoint(server).respond(to: Self.post(Array(form.utf8)))
    }

    func introspect(_ token: String, by client: String = "web") async -> EndpointResponse {
        let form = "client_id=\(client)&client_secret=\(Self.clientSecret)&token=\(token)"
        return await IntrospectionEndpoint(server).respond(to: Self.post(Array(form.utf8)))
    }

    func isActive(_ token: String, by client: String = "web") async throws -> Bool {
        try #require(try await introspect(token, by: client).json()["active"]) == .bool(true)
    }

    /// A code of the user who is signed in.
    func code(_ query: String = authorizeQuery) async throws -> String {
        let response = await authorize(query)
        return try #require(try response.redirectParameters().value("code"))
    }

    /// The form that redeems a code.
    func redeeming(_ code: String, _ more: String = "") -> String {
        "grant_type=authorization_code&code=\(code)&redirect_uri=\(Self.callback)&code_verifier=\(Self.verifier)&"
            + Self.credentials + more
    }

    /// Access and refresh token of a fresh grant.
    func tokens() async throws -> (access: String, refresh: String) {
        let json = try await token(redeeming(try await code())).json()
        return (
            try #require(json["access_token"]?.string), try #require(json["refresh_token"]?.string)
        )
    }

    func refreshing(_ token: String, _ more: String = "") -> String {
        "grant_type=refresh_token&refresh_token=\(token)&\(Self.credentials)\(more)"
    }
}

extension EndpointResponse {
    func json() throws -> JOSEObject {
        #expect(field("content-type") == "application/json")
        return try body.withUnsafeBytes { try JOSEObject(parsing: $0) }
    }

    func error() throws -> String? { try json()["error"]?.string }

    func field(_ name: String) -> String? { fields.first { $0.name.lowercased() == name }?.value }

    /// What stands in the query of the address that the browser is sent to.
    func redirectParameters() throws -> Parameters {
        let location = try #require(field("location"))
        #expect(status == 303)
        return try FormParameters.parse(String(location.split(separator: "?", maxSplits: 1).last ?? ""))
    }
}
