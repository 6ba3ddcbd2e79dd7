internal import DoorwardDocuments

/// What a client posts to a token endpoint (RFC 6749 sections 4.1.3 and 6), in one of the ways in which clients do it.
struct TokenRequest: Sendable {
    enum Body: String, Sendable {
        case json = "application/json"
        case form = "application/x-www-form-urlencoded"

        var other: Body { self == .json ? .form : .json }
        /// For sentences.
        var words: String { self == .json ? "JSON" : "a form" }
    }

    var endpoint: WebAddress
    /// Without the client's id and secret.
    var parameters: [(name: String, value: String)]
    var body: Body
    var authentication: ClientProfile.TokenAuthentication
    var clientID: String?
    var clientSecret: String?
    var headers: [(name: String, value: String)]
    var timeout: Duration

    init(
        endpoint: WebAddress, parameters: [(name: String, value: String)], body: Body,
        authentication: ClientProfile.TokenAuthentication, clientID: String?, clientSecret: String?,
        headers: [(name: String, value: String)] = [], timeout: Duration = .seconds(15)
    ) {
        self.endpoint = endpoint
        self.parameters = parameters
        self.body = body
        self.authentication = authentication
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.headers = headers
        self.timeout = timeout
    }

    /// The parameters with what says who the client is.
    private var sentParameters: [(name: String, value: String)] {
        var sent = parameters
        if authentication != .basic, let clientID { sent.append(("client_id", clientID)) }
        if authentication == .body, let clientSecret { sent.append(("client_secret", clientSecret)) }
        return sent
    }

    /// `Basic …` (RFC 6749 section 2.3.1: id and secret form-encoded first); nil when the credentials go elsewhere.
    var basicCredential: String? {
        guard authentication == .basic, let clientID else { return nil }
        let pair = QueryText.encode(clientID) + ":" + QueryText.encode(clientSecret ?? "")
        return "Basic " + Base64Text.encode(Array(pair.utf8))
    }

    var probe: ProbeRequest {
        var headers = [(name: "Content-Type", value: body.rawValue), (name: "Accept", value: "application/json")]
        headers += self.headers
        if let basicCredential { headers.append(("Authorization", basicCredential)) }
        return ProbeRequest(
            "POST", endpoint.text, headers: headers, body: bytes, timeout: timeout, maximumSize: 1 << 20)
    }

    private var bytes: [UInt8] {
        switch body {
        case .form: Array(QueryText.encode(sentParameters).utf8)
        case .json: JSONValue.object(JSONObject(sentParameters.map { ($0.name, .string($0.value)) })).serialized()
        }
    }
}
