internal import Crypto
internal import DoorwardJOSE

/// The parameters that a browser takes to a provider (RFC 6749 §4.1.1, RFC 7636 §4.3, OpenID Connect Core §3.1.2.1).
struct AuthorizationQuery {
    let clientID: String
    let redirectURI: String
    let scopes: [String]
    let state: String
    let verifier: String
    var nonce: String?
    var prompt: String?

    /// In their order, with others behind them that are none of the protocol's own.
    func parameters(adding extra: [String: String]) -> [(name: String, value: String)] {
        let challenge = Base64URL.encode(Array(SHA256.hash(data: Array(verifier.utf8))))
        var parameters = [
            (name: "response_type", value: "code"), (name: "client_id", value: clientID),
            (name: "redirect_uri", value: redirectURI), (name: "scope", value: scopes.joined(separator: " ")),
            (name: "state", value: state), (name: "code_challenge", value: challenge),
            (name: "code_challenge_method", value: "S256"),
        ]
        if let nonce { parameters.append((name: "nonce", value: nonce)) }
        if let prompt, extra["prompt"] == nil { parameters.append((name: "prompt", value: prompt)) }
        let own = Set(parameters.map(\.name)).union(["response_mode", "request", "request_uri", "nonce"])
        for (name, value) in extra.sorted(by: { $0.key < $1.key }) where !own.contains(name) {
            parameters.append((name: name, value: value))
        }
        return parameters
    }
}
