import DoorwardDocuments

/// The API behind the door: to-do lists, guarded as its manifest says.
struct ZooAPI: Sendable {
    enum Guard: String, Sendable, CaseIterable {
        case none
        case service = "service_http"
        case user = "user_http"
        case oauth
    }

    static let secret = "zoo-service-secret-not-a-real-one"
    static let userKey = "zoo-user-key-not-a-real-one"

    var protection = Guard.none
    /// `bearer` or `basic`.
    var scheme = "bearer"
    /// Whether it looks at the credential at all, or only asks for one.
    var checksCredential = true
    var asksForCredential = true
    /// Hosts besides the front door that lead to the API.
    var otherHosts: Set<String> = []
    var delay = Duration.zero
    var list: JSONValue = ["todos": [["id": 1, "text": "Feed the zebras"], ["id": 2, "text": "Count the parrots"]]]
}

extension ZooWorld {
    func callAPI(_ request: ZooRequest) -> ZooResponse {
        guard let answer = operation(request) else { return .notFound }
        if let refusal = refusal(request) { return refusal }
        var response = answer
        response.delay = api.delay
        return response
    }

    private func operation(_ request: ZooRequest) -> ZooResponse? {
        switch (request.method, request.path) {
        case ("GET", "/todos"), ("HEAD", "/todos"): .json(api.list)
        case ("GET", "/status"), ("HEAD", "/status"): .json(["status": "open"])
        case ("POST", "/todos"): .json(["id": 3, "text": "Water the elephants"], status: 201)
        case (_, "/todos"): .methodNotAllowed("GET, POST")
        default: nil
        }
    }

    /// Why a call is not answered; nil when its credential is good.
    private func refusal(_ request: ZooRequest) -> ZooResponse? {
        guard api.protection != .none, api.asksForCredential else { return nil }
        let scheme = api.protection == .oauth ? "Bearer" : api.scheme == "basic" ? "Basic" : "Bearer"
        guard let credential = request.credentials(scheme) else {
            return challenge("\(scheme) realm=\"zoo\"", "Not authenticated")
        }
        guard api.checksCredential else { return nil }
        switch api.protection {
        case .none: return nil
        case .service:
            return credential == ZooAPI.secret ? nil : .json(["detail": "Forbidden"], status: 403)
        case .user:
            return credential == ZooAPI.userKey ? nil : .json(["detail": "Forbidden"], status: 403)
        case .oauth:
            let isKnown = state.with { $0.accessTokens[credential] != nil }
            return isKnown ? nil : challenge("Bearer realm=\"zoo\", error=\"invalid_token\"", "Invalid token")
        }
    }

    private func challenge(_ value: String, _ detail: String) -> ZooResponse {
        .json(["detail": .string(detail)], status: 401, headers: [("WWW-Authenticate", value)])
    }
}
