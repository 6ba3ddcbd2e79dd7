import DoorwardDocuments

extension ZooWorld {
    static let verificationToken = "0123456789abcdef0123456789abcdef"

    /// A site with a manifest.
    static func plugin(_ protection: ZooAPI.Guard = .none) -> ZooWorld {
        var world = ZooWorld()
        world.api.protection = protection
        if protection == .oauth {
            world.authorization = ZooAuthorization()
            world.installAuthorization()
        }
        world.installPlugin()
        return world
    }

    /// The same on the developer's own machine.
    static func local() -> ZooWorld {
        var world = ZooWorld()
        world.base = "http://localhost:3333"
        world.cors = ZooCORS()
        world.network.plain = ["localhost:3333"]
        world.installPlugin()
        return world
    }

    /// An API for GPT Actions: an OpenAPI document, and OAuth at the API's own host.
    static func action(_ protection: ZooAPI.Guard = .none) -> ZooWorld {
        var world = ZooWorld()
        world.api.protection = protection
        if protection == .oauth {
            var authorization = ZooAuthorization()
            authorization.issuer = world.base
            authorization.acceptsJSON = false
            world.authorization = authorization
            world.installAuthorization()
        }
        world.installPages()
        world.files[world.host + "/openapi.json"] = ZooFile(world.openAPI(for: .action))
        return world
    }

    mutating func installPlugin() {
        installPages()
        files[host + "/.well-known/ai-plugin.json"] = ZooFile(manifest)
        files[host + "/openapi.json"] = ZooFile(openAPI(for: .manifestV1))
    }

    private mutating func installPages() {
        files[host + "/logo.png"] = ZooFile("image/png", ZooPicture.png)
        files[host + "/legal"] = ZooFile(
            "text/html; charset=utf-8", text: "<!doctype html><title>Terms</title><p>Be kind.")
    }

    private var manifest: JSONValue {
        [
            "schema_version": "v1",
            "name_for_human": "Zoo To-dos",
            "name_for_model": "zoo_todos",
            "description_for_human": "Keeps the to-do lists of a small zoo.",
            "description_for_model": "Lists the to-dos of a small zoo and adds new ones.",
            "auth": authentication,
            "api": ["type": "openapi", "url": .string(base + "/openapi.json")],
            "logo_url": .string(base + "/logo.png"),
            "contact_email": "keeper@example.test",
            "legal_info_url": .string(base + "/legal"),
        ]
    }

    private var authentication: JSONValue {
        let tokens: JSONValue = ["openai": .string(Self.verificationToken)]
        switch api.protection {
        case .none: return ["type": "none"]
        case .service:
            return ["type": "service_http", "authorization_type": .string(api.scheme), "verification_tokens": tokens]
        case .user: return ["type": "user_http", "authorization_type": .string(api.scheme)]
        case .oauth:
            let endpoints = authorization ?? ZooAuthorization()
            return [
                "type": "oauth",
                "client_url": .string(endpoints.authorizeURL),
                "authorization_url": .string(endpoints.tokenURL),
                "scope": "todos.read",
                "authorization_content_type": "application/json",
                "verification_tokens": tokens,
            ]
        }
    }

    /// Changes the manifest in its place.
    mutating func editManifest(_ change: (inout JSONObject) -> Void) {
        edit(host + "/.well-known/ai-plugin.json") { $0.mapJSON(change) }
    }

    mutating func editOpenAPI(_ change: (inout JSONObject) -> Void) {
        edit(host + "/openapi.json") { $0.mapJSON(change) }
    }
}
