import DoorwardDocuments

extension ZooAnimal {
    private static let register = "auth.example.test/oauth/register"

    /// M05, M06, M07, M18: how the client becomes known.
    static let registrations: [ZooAnimal] = [
        app("M05", "not known", "The metadata promise client ids that are URLs, but the server knows none.") {
            $0.authorization?.metadataClients = [:]
        },
        app("M05", "key wanted", "A client that can sign must sign, although none is offered.") {
            $0.replace("auth.example.test/oauth/token") { request in
                guard request.form["client_id"]?.hasPrefix("https://") == true else { return nil }
                return ZooWorld.problem("invalid_client", "private_key_jwt is required", status: 401)
            }
        },
        dynamic("M06", "registration forbidden", "The firewall lets GET through and refuses POST /oauth/register.") {
            $0.replace(register) { request in
                guard request.method == "POST" else { return nil }
                return .html("<h1>Sorry, you have been blocked</h1>", status: 403, headers: [("Server", "cloudflare")])
            }
        },
        dynamic("M06", "token for registration", "Registration needs a token that no client has.") {
            $0.replace(register) { request in
                guard request.method == "POST" else { return nil }
                return ZooWorld.problem("invalid_token", "an initial access token is required", status: 401)
            }
        },
        dynamic("M07", "redirect URI not allowed", "The client's redirect URI is not on the list of allowed ones.") {
            $0.refuseRedirects { _ in true }
        },
        dynamic("M07", "custom scheme", "A redirect URI with the application's own scheme is refused.", as: "cursor") {
            $0.refuseRedirects { $0.hasPrefix("cursor:") }
        },
        dynamic("M07", "no localhost", "Redirect URIs on the own machine are refused.", as: "claude-code") {
            $0.refuseRedirects { $0.hasPrefix("http://localhost") }
        },
        app("M18", "no way to register", "The server registers nobody, and knows no URLs as client ids.", as: everyApp)
        {
            $0.editAuthorization { server in
                server.acceptsDynamicClients = false
                server.acceptsMetadataClients = false
            }
            $0.installAuthorization()
        },
        app("M18", "dead endpoint", "The registration endpoint that the metadata name does not exist.") {
            $0.authorization?.acceptsMetadataClients = false
            $0.installAuthorization()
            $0.authorization?.acceptsDynamicClients = false
        },
    ]

    /// An authorization server that registers clients, and does not take URLs for client ids.
    private static func dynamic(
        _ fault: String, _ name: String, _ sentence: String, as profile: String = app, _ change: @escaping Change
    ) -> ZooAnimal {
        app(fault, name, sentence, as: [profile]) { world in
            world.authorization?.acceptsMetadataClients = false
            world.installAuthorization()
            change(&world)
        }
    }
}

extension ZooWorld {
    fileprivate mutating func refuseRedirects(_ isRefused: @escaping @Sendable (String) -> Bool) {
        replace("auth.example.test/oauth/register") { request in
            let uris = request.json?["redirect_uris"]?.arrayValue?.compactMap(\.stringValue) ?? []
            guard request.method == "POST", uris.contains(where: isRefused) else { return nil }
            return Self.problem("invalid_redirect_uri", "a redirect URI is not allowed here")
        }
    }
}
