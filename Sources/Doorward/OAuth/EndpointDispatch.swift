internal import DoorwardGateway
internal import DoorwardServer

/// Lets the server's endpoints answer on the gate's own paths: finds the one, and answers what none of them has to.
struct EndpointDispatch: OwnAPI {
    private let routes: [String: Route]

    init(_ routes: [Route]) {
        self.routes = Dictionary(routes.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    }

    var endpoints: OwnEndpoints { OwnEndpoints(paths: Array(routes.keys), api: self) }

    func respond(to request: OwnRequest) async -> OwnResponse {
        guard let route = routes[request.path] else { return OwnResponse(status: 404, fields: [], body: []) }
        let methods = route.endpoint.methods
        guard methods.contains(request.method) else { return refusal(of: request.method, methods, route) }
        let response = await route.endpoint.respond(
            to: EndpointRequest(
                method: request.method, path: request.path, query: request.query, fields: request.fields,
                body: request.body, client: request.client, requestID: request.requestID))
        var fields = response.fields
        if route.allowsAnyOrigin {
            fields += [
                ("access-control-allow-origin", "*"), ("access-control-expose-headers", "dpop-nonce, www-authenticate"),
            ]
        }
        return OwnResponse(status: response.status, fields: fields, body: response.body, refusal: response.refusal)
    }

    /// `OPTIONS` and preflight requests (Fetch §3.2.2), and 405 with `Allow` for what is not answered.
    private func refusal(of method: String, _ methods: [String], _ route: Route) -> OwnResponse {
        let allow = (methods + (methods.contains("GET") ? ["HEAD"] : []) + ["OPTIONS"]).joined(separator: ", ")
        guard method != "OPTIONS" else {
            var fields = [(name: "allow", value: allow)]
            if route.allowsAnyOrigin {
                fields += [
                    ("access-control-allow-origin", "*"), ("access-control-allow-methods", allow),
                    ("access-control-allow-headers", "authorization, content-type, dpop, mcp-protocol-version"),
                    ("access-control-max-age", "86400"),
                ]
            }
            return OwnResponse(status: 204, fields: fields, body: [])
        }
        let body = #"{"error":"invalid_request","error_description":"This address answers to \#(allow)."}"#
        return OwnResponse(
            status: 405,
            fields: [("allow", allow), ("content-type", "application/json"), ("cache-control", "no-store")],
            body: Array(body.utf8), refusal: "method_not_allowed")
    }
}
