import DoorwardDoctor
import DoorwardDocuments

extension ZooAnimal {
    /// Servers that have nothing wrong, each in another way.
    static let correct: [ZooAnimal] = [
        plugin(nil, "open plugin", "A plugin without authentication."),
        plugin(nil, "plugin with a service token", "A plugin with a bearer token.", .service),
        ZooAnimal(
            name: "plugin with a Basic token", fault: nil, sentence: "A plugin with a service token after Basic.",
            profiles: [plugin], target: "https://api.example.test", world: { .basic }, change: { _ in }),
        plugin(nil, "plugin with users' keys", "A plugin with a key for each user.", .user),
        plugin(nil, "plugin with OAuth, JSON", "A plugin with OAuth whose token requests are JSON.", .oauth),
        plugin(nil, "plugin with OAuth, form", "A plugin with OAuth whose token requests are forms.", .oauth) {
            $0.authorization?.acceptsJSON = false
            $0.editManifest { manifest in
                manifest.change("auth") { $0["authorization_content_type"] = "application/x-www-form-urlencoded" }
            }
        },
        plugin(nil, "plugin with OAuth, no scope", "A plugin with OAuth and an empty scope.", .oauth) {
            $0.editManifest { $0.change("auth") { $0["scope"] = "" } }
        },
        plugin(nil, "www", "The host with www. redirects to the one without.", at: "https://www.api.example.test") {
            $0.replace("www.api.example.test/.well-known/ai-plugin.json") { _ in
                .redirect("https://api.example.test/.well-known/ai-plugin.json", status: 301)
            }
        },
        plugin(nil, "child", "The host redirects to a subdomain of it.", at: "https://example.test") {
            $0.replace("example.test/.well-known/ai-plugin.json") { _ in
                .redirect("https://api.example.test/.well-known/ai-plugin.json", status: 302)
            }
        },
        plugin(nil, "relative address", "api.url is only a path.") {
            $0.editManifest { $0.change("api") { $0["url"] = "/openapi.json" } }
        },
        local(nil, "localhost", "A plugin on the developer's own machine."),
        action(nil, "open action", "An action without authentication."),
        action(nil, "action with a key", "An action with a bearer token.", .service),
        action(nil, "action with OAuth", "An action with OAuth at the API's own host.", .oauth),
        app(nil, "app", "An MCP server with OAuth.", as: everyApp),
        app(nil, "open app", "An MCP server that everybody may use.", .none, as: everyApp),
        app(nil, "app that is open to look at", "An MCP server that asks for a sign-in when a tool is called.", .tools),
        app(nil, "app with registration", "An MCP server whose clients register themselves.", as: everyApp) {
            $0.authorization?.acceptsMetadataClients = false
            $0.installAuthorization()
        },
        app(nil, "app with a known client", "An MCP server for a client that somebody typed in.") {
            $0.editAuthorization { server in
                server.acceptsMetadataClients = false
                server.acceptsDynamicClients = false
            }
            $0.installAuthorization()
        }.with {
            $0.clientID = ZooAuthorization.clientID
            $0.clientSecret = ProbeSecret(ZooAuthorization.clientSecret)
        },
        app(nil, "OpenID discovery", "An MCP server whose authorization server has only OpenID discovery.") { world in
            world.moveMetadata(to: "auth.example.test/.well-known/openid-configuration")
        },
        app(nil, "issuer with a path", "An MCP server whose issuer has a path.") { world in
            for address in world.files.keys where address.contains("oauth-authorization-server") {
                world.files[address] = nil
            }
            world.authorization?.issuer = "https://auth.example.test/zoo"
            world.installAuthorization()
            world.editResource { $0["authorization_servers"] = ["https://auth.example.test/zoo"] }
        },
    ]
}

extension ZooWorld {
    /// Takes the metadata away from where OAuth has them, and puts them where OpenID Connect has them.
    fileprivate mutating func moveMetadata(to address: String) {
        var file: ZooFile?
        for old in files.keys where old.contains("oauth-authorization-server") {
            file = files.removeValue(forKey: old)
        }
        file?.mapJSON { document in
            document["jwks_uri"] = "https://auth.example.test/oauth/keys"
            document["subject_types_supported"] = ["public"]
            document["id_token_signing_alg_values_supported"] = ["RS256"]
        }
        files[address] = file
        files["auth.example.test/oauth/keys"] = ZooFile(["keys": []])
    }

    fileprivate static var basic: ZooWorld {
        var world = ZooWorld()
        world.api.protection = .service
        world.api.scheme = "basic"
        world.installPlugin()
        return world
    }
}
