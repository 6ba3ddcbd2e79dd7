import DoorwardDocuments

extension ZooAnimal {
    /// O03, O04, O07, O08, O09: how the client asks.
    static let tokenRequests: [ZooAnimal] = [
        plugin("O03", "form only", "The token endpoint reads only forms, but the manifest says JSON.", .oauth) {
            $0.authorization?.acceptsJSON = false
        },
        action("O03", "JSON only", "The token endpoint reads only JSON, but the client sends forms.", .oauth) {
            $0.editAuthorization { server in
                server.acceptsJSON = true
                server.acceptsForm = false
            }
        },
        plugin("O04", "Basic only", "The secret is read only from the Authorization field.", .oauth) {
            $0.authorization?.acceptsBodySecret = false
        },
        plugin("O04", "no secrets", "The client is public there, and its secret is an error.", .oauth) {
            $0.replace("auth.example.test/oauth/token") { request in
                let secret = request.json?["client_secret"] ?? request.form["client_secret"].map { .string($0) }
                return secret == nil ? nil : ZooWorld.problem("invalid_client", "no secret is wanted", status: 401)
            }
        },
        action("O04", "other secret", "The server has another secret than the client was given.", .oauth) {
            $0.editAuthorization { $0.clients[0].secret = "zoo-client-secret-of-last-year" }
        },
        plugin("O07", "PKCE demanded", "Every client must use PKCE, which this one does not.", .oauth) {
            $0.authorization?.alwaysNeedsPKCE = true
        },
        plugin("O07", "PKCE demanded by a page", "Without PKCE there is a page that says so.", .oauth) {
            $0.replace("auth.example.test/oauth/authorize") { request in
                guard request.method == "GET", request.parameters["code_challenge"] == nil else { return nil }
                return .html("<h1>Bad request</h1><p>code_challenge is required</p>", status: 400)
            }
        },
        plugin("O08", "empty scope", "The manifest has no scope, and an empty one is refused.", .oauth) {
            $0.editManifest { $0.change("auth") { $0["scope"] = "" } }
            $0.authorization?.refusesEmptyScope = true
        },
        plugin("O08", "scope needed", "The manifest has no scope, and the server has none by default.", .oauth) {
            $0.editManifest { $0.change("auth") { $0["scope"] = "" } }
            $0.authorization?.needsScope = true
        },
        action("O09", "other host", "The authorization server is at another host than the API.", .oauth) { world in
            world.authorization?.issuer = "https://auth.elsewhere.test"
            world.installAuthorization()
            world.files["api.example.test/openapi.json"] = ZooFile(world.openAPI(for: .action))
        },
    ]

    /// O05 and O06: what the token endpoint answers.
    static let tokens: [ZooAnimal] = [
        answering("O05", "no refresh token", "There is no refresh token.") { $0["refresh_token"] = nil },
        answering("O05", "no expires_in", "Nobody says how long the token lives.") { $0["expires_in"] = nil },
        answering("O05", "expires_in as text", "expires_in is a text.") { $0["expires_in"] = "3600" },
        answering("O05", "other names", "The members are called refreshToken and expiresIn.") { answer in
            answer["refreshToken"] = answer["refresh_token"]
            answer["expiresIn"] = answer["expires_in"]
            answer["refresh_token"] = nil
            answer["expires_in"] = nil
        },
        plugin("O05", "refresh refused", "The refresh token is refused.", .oauth) {
            $0.replace("auth.example.test/oauth/token") { request in
                guard request.json?["grant_type"]?.stringValue == "refresh_token" else { return nil }
                return ZooWorld.problem("invalid_grant", "the refresh token is not known")
            }
        },
        plugin("O05", "refresh not supported", "There are refresh tokens, but no grant for them.", .oauth) {
            $0.replace("auth.example.test/oauth/token") { request in
                guard request.json?["grant_type"]?.stringValue == "refresh_token" else { return nil }
                return ZooWorld.problem("unsupported_grant_type", "only authorization_code")
            }
        },
        plugin("O05", "refresh by Basic", "For a refresh the secret must be in the Authorization field.", .oauth) {
            $0.replace("auth.example.test/oauth/token") { request in
                guard request.json?["grant_type"]?.stringValue == "refresh_token" else { return nil }
                return request.credentials("basic") == nil ? ZooWorld.refusedClient : nil
            }
        },
        answering("O06", "no token_type", "There is no token_type.") { $0["token_type"] = nil },
        answering("O06", "other token_type", "token_type is jwt.") { $0["token_type"] = "jwt" },
        answering("O06", "nested", "The answer is inside of data.") { $0 = JSONObject([("data", .object($0))]) },
        answering("O06", "other name", "The token is called accessToken.") { answer in
            answer["accessToken"] = answer["access_token"]
            answer["access_token"] = nil
        },
        plugin("O06", "created", "The token comes with status 201.", .oauth) {
            $0.change("/oauth/token") { _, response in
                if response.status == 200 { response.status = 201 }
            }
        },
        plugin("O06", "page", "The token endpoint answers with a page.", .oauth) {
            $0.replace("auth.example.test/oauth/token") { _ in .html("<h1>Welcome back</h1>") }
        },
    ]

    private static func answering(
        _ fault: String, _ name: String, _ sentence: String, _ change: @escaping @Sendable (inout JSONObject) -> Void
    ) -> ZooAnimal {
        plugin(fault, name, sentence, .oauth) {
            $0.change("/oauth/token") { _, response in
                if response.status == 200 { response.mapJSON(change) }
            }
        }
    }

    /// O10: codes are good for one time.
    static let grants: [ZooAnimal] = [
        plugin("O10", "twice", "A code can be used twice.", .oauth) { $0.authorization?.refusesReplay = false },
        plugin("O10", "server error", "A code that was used makes the server fail.", .oauth) { world in
            let state = world.state
            world.replace("auth.example.test/oauth/token") { request in
                guard let code = request.json?["code"]?.stringValue, state.with({ $0.spent[code] != nil }) else {
                    return nil
                }
                return .html("<h1>Internal Server Error</h1>", status: 500)
            }
        },
    ]
}
