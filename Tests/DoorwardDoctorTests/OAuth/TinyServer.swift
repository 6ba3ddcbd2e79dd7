import DoorwardDocuments

@testable import DoorwardDoctor

/// A small authorization server with an API behind it, in memory; correct, but for its quirk.
actor TinyServer: ProbeTransport {
    static let origin = "https://api.example.test"
    static let user = "ada"
    static let password = "a fake password"
    static let client = "tiny-client"
    static let secret = "tiny fake & secret: +%"

    struct Grant {
        var redirectURI: String
        var challenge: String?
        var isUsed = false
    }

    let quirk: TinyQuirk
    /// The content type of token requests that it reads; the other one too unless its quirk is that.
    let body: TokenRequest.Body
    let redirectURIs: [String]
    let assistantID: String
    var codes: [String: Grant] = [:]
    var accessTokens: Set<String> = []
    var refreshTokens: Set<String> = []
    var number = 0
    /// Everything that was asked, for expectations.
    var requests: [ProbeRequest] = []

    /// What becomes of an answer on its way.
    typealias Change = @Sendable (ProbeRequest, ProbeResponse) -> ProbeResponse
    private let change: Change

    init(
        _ quirk: TinyQuirk, body: TokenRequest.Body, redirectURIs: [String], assistantID: String,
        change: @escaping Change = { _, response in response }
    ) {
        self.change = change
        self.quirk = quirk
        self.body = body
        self.redirectURIs = redirectURIs
        self.assistantID = assistantID
    }

    func addresses(of host: String) async -> Result<[String], ProbeFailure> { .success(["192.0.2.1"]) }
    func handshake(host: String, port: Int) async -> Result<TLSReport, ProbeFailure> { .failure(.closed) }
    func acceptsOnlyOldTLS(host: String, port: Int) async -> Bool { false }
    nonisolated func isMapped(host: String, port: Int) -> Bool { false }

    func send(_ request: ProbeRequest) async -> Result<ProbeResponse, ProbeFailure> {
        requests.append(request)
        guard let address = WebAddress(request.url), address.origin == Self.origin else {
            return .failure(.nameNotFound(host: WebAddress(request.url)?.host ?? ""))
        }
        var path = address.path
        if quirk == .swapped {
            path = path == "/oauth/authorize" ? "/oauth/token" : path == "/oauth/token" ? "/oauth/authorize" : path
        }
        if quirk == .authorizeTwice, path == "/oauth/token" { path = "/oauth/authorize" }
        return .success(change(request, answer(request, path, QueryText.parameters(of: address.query ?? ""))))
    }

    private func answer(
        _ request: ProbeRequest, _ path: String, _ query: [(name: String, value: String)]
    ) -> ProbeResponse {
        let form = QueryText.parameters(of: String(decoding: request.body, as: UTF8.self))
        switch (request.method, path) {
        case ("GET", "/oauth/authorize"): return authorize(query, cookie: request.header("cookie"))
        case ("POST", "/oauth/login"): return login(form)
        case ("POST", "/oauth/consent"): return consent(form, cookie: request.header("cookie"))
        case ("POST", "/oauth/token"): return token(request)
        case ("GET", "/items"): return items(request)
        case (_, "/oauth/token"), (_, "/oauth/authorize"), (_, "/oauth/login"), (_, "/oauth/consent"):
            return Self.json(405, ["error": "invalid_request"])
        default: return Self.json(404, ["detail": "Not Found"])
        }
    }

    // MARK: - Answers

    static func json(_ status: Int, _ value: JSONValue) -> ProbeResponse {
        ProbeResponse(
            status: status, headers: [("Content-Type", "application/json; charset=utf-8")], body: value.serialized())
    }

    static func html(_ status: Int, _ title: String, _ body: String) -> ProbeResponse {
        let page = "<!DOCTYPE html><html><head><title>\(title)</title></head><body>\(body)</body></html>"
        return ProbeResponse(
            status: status, headers: [("content-type", "text/html; charset=utf-8")], body: Array(page.utf8))
    }

    static func redirect(_ location: String, cookie: String? = nil) -> ProbeResponse {
        var headers = [(name: "Location", value: location)]
        if let cookie { headers.append(("Set-Cookie", cookie)) }
        return ProbeResponse(status: 302, headers: headers)
    }

    /// A new text that nobody can guess, as far as tests go.
    func fresh(_ kind: String) -> String {
        number += 1
        return "\(kind)-fake-\(number)-\(String(number * 7919, radix: 36))"
    }

    private func items(_ request: ProbeRequest) -> ProbeResponse {
        guard let field = request.header("authorization"), field.hasPrefix("Bearer ") else {
            return Self.json(401, ["detail": "Not authenticated"])
        }
        let token = String(field.dropFirst(7))
        guard accessTokens.contains(token), quirk != .accessTokenDead,
            quirk != .refreshedTokenDead || !token.hasPrefix("refreshed")
        else { return Self.json(401, ["detail": "Forbidden"]) }
        return Self.json(200, ["items": []])
    }
}

extension ProbeRequest {
    /// A field's value.
    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
