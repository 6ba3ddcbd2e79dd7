/// An authorization server of somebody else's: metadata, keys, and an introspection endpoint that the test decides on.
final class ForeignIssuer: Sendable {
    struct State: Sendable {
        var keys: [String] = []
        /// Whether everything fails.
        var isDown = false
        /// What introspection answers, by token.
        var words: [String: String] = [:]
    }

    let state = Locked(State())
    private let running = Locked<LoopbackServer?>(nil)
    let site: String

    init(keys: [ForeignKey]) throws {
        let state = state
        state.withLock { $0.keys = keys.map(\.jwk) }
        let address = Locked("")
        let server = try LoopbackServer { request in
            let now = state.withLock { $0 }
            guard !now.isDown else { return LoopbackServer.Answer(status: 503, body: "{}") }
            return Self.answer(request, now, address.withLock { $0 })
        }
        site = server.address
        let own = site
        address.withLock { $0 = own }
        running.withLock { $0 = server }
    }

    func end() { running.withLock { $0?.end() } }

    func count(_ path: String) -> Int { running.withLock { $0 }?.count(path) ?? 0 }

    func requests(to path: String) -> [LoopbackServer.Request] {
        (running.withLock { $0 }?.requests ?? []).filter { $0.target.hasPrefix(path) }
    }

    /// The claims of a good token, with others in their place; `nil` takes one out.
    func claims(_ changes: [(String, String?)] = []) -> String {
        var members: [(String, String?)] = [
            ("iss", "\"\(site)\""), ("sub", "\"user-1\""), ("aud", "\"https://api.example.com\""),
            ("client_id", "\"their-client\""), ("exp", "\(WallTime.seconds + 600)"), ("iat", "\(WallTime.seconds)"),
            ("jti", "\"j-1\""), ("scope", "\"notes:read\""),
        ]
        for (name, value) in changes {
            members.removeAll { $0.0 == name }
            members.append((name, value))
        }
        return "{" + members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }.joined(separator: ",")
            + "}"
    }

    private static func answer(_ request: LoopbackServer.Request, _ state: State, _ site: String)
        -> LoopbackServer.Answer
    {
        switch request.target {
        case "/keys": return .init(body: "{\"keys\":[\(state.keys.joined(separator: ","))]}")
        case "/ask":
            let token = request.body.split(separator: "&").first { $0.hasPrefix("token=") }?.dropFirst(6) ?? ""
            return .init(body: state.words[Form.decode(token) ?? ""] ?? #"{"active":false}"#)
        case _ where request.target.hasPrefix("/.well-known/o"):
            return .init(
                body: """
                    {"issuer":"\(site)","authorization_endpoint":"\(site)/start","token_endpoint":"\(site)/redeem",
                    "jwks_uri":"\(site)/keys","response_types_supported":["code"]}
                    """)
        default: return .init(status: 404, body: "{}")
        }
    }
}
