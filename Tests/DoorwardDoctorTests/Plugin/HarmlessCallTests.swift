import DoorwardDocuments
import Testing

@testable import DoorwardDoctor

@Suite("Choosing a harmless call")
struct HarmlessCallTests {
    private static func document(_ paths: String, more: String = "") throws -> OpenAPIDocument {
        let text =
            "{\"openapi\": \"3.1.0\", \"info\": {\"title\": \"T\", \"version\": \"1\"}, \"paths\": {\(paths)}\(more)}"
        return try OpenAPIDocument(JSONValue(document: Array(text.utf8)))
    }

    private static func get(_ path: String, _ members: String = "") -> String {
        "\"\(path)\": {\"get\": {\(members)}}"
    }

    private static func parameter(_ name: String, _ place: String, _ more: String) -> String {
        "{\"name\": \"\(name)\", \"in\": \"\(place)\", \"required\": true, \(more)}"
    }

    @Test("takes the GET that needs least, and never one that may change something")
    func least() throws {
        let paths = [
            "\"/make\": {\"post\": {}}", Self.get("/logout"), Self.get("/pets/{id}", "\"parameters\": []"),
            Self.get("/search", "\"parameters\": [\(Self.parameter("q", "query", "\"example\": \"a b\""))]"),
            Self.get("/pets"),
        ].joined(separator: ", ")
        let call = try HarmlessCall.choose(from: Self.document(paths), wanted: nil, guarded: true)
        #expect(call == HarmlessCall(method: "GET", target: "/pets", name: "GET /pets", isGuess: false))
    }

    @Test(
        "fills in what must be sent",
        arguments: [
            ("\"example\": \"a b&c\"", "/x?q=a%20b%26c", false), ("\"schema\": {\"default\": 5}", "/x?q=5", false),
            ("\"schema\": {\"enum\": [\"up\"]}", "/x?q=up", false),
            ("\"schema\": {\"type\": \"integer\"}", "/x?q=1", true),
            ("\"schema\": {\"type\": \"string\", \"format\": \"date\"}", "/x?q=2026-01-01", true),
            ("\"schema\": {\"$ref\": \"#/components/schemas/Q\"}", "/x?q=z", false),
            ("\"schema\": {\"type\": \"string\"}", "/x?q=doorward", true),
        ])
    func parameters(schema: String, target: String, isGuess: Bool) throws {
        let path = Self.get("/x", "\"parameters\": [\(Self.parameter("q", "query", schema))]")
        let more = ", \"components\": {\"schemas\": {\"Q\": {\"type\": \"string\", \"example\": \"z\"}}}"
        let call = try HarmlessCall.choose(from: Self.document(path, more: more), wanted: nil, guarded: false)
        #expect(call?.target == target)
        #expect(call?.isGuess == isGuess)
    }

    @Test("fills in paths")
    func paths() throws {
        let path = Self.get("/pets/{id}", "\"parameters\": [\(Self.parameter("id", "path", "\"example\": \"a/b\""))]")
        #expect(try HarmlessCall.choose(from: Self.document(path), wanted: nil, guarded: true)?.target == "/pets/a%2Fb")
        let undescribed = try HarmlessCall.choose(
            from: Self.document(Self.get("/pets/{id}")), wanted: nil, guarded: true)
        #expect(undescribed?.target == "/pets/1" && undescribed?.isGuess == true)
    }

    @Test("leaves out what needs no credentials when they are to be tried")
    func guarded() throws {
        let paths = Self.get("/health", "\"security\": []") + ", " + Self.get("/maybe", "\"security\": [{}]")
        #expect(try HarmlessCall.choose(from: Self.document(paths), wanted: nil, guarded: true) == nil)
        #expect(try HarmlessCall.choose(from: Self.document(paths), wanted: nil, guarded: false)?.target == "/health")
    }

    @Test("takes what a person names", arguments: ["readPet", "GET /pets", "get /pets"])
    func wanted(name: String) throws {
        let paths = "\"/a\": {\"get\": {}}, \"/pets\": {\"get\": {\"operationId\": \"readPet\"}}"
        let call = try HarmlessCall.choose(from: Self.document(paths), wanted: name, guarded: true)
        #expect(call?.target == "/pets")
    }

    @Test(
        "does not take what a person names when that is not there or does something",
        arguments: [
            ("makePet", "operations are called only when they read"), ("POST /pets", "operations are called only"),
            ("burnPet", "x-openai-isConsequential"),
            ("tpyo", "There is no operation 'tpyo'; there are readPet, makePet"),
        ])
    func unwanted(name: String, words: String) throws {
        let paths = """
            "/pets": {"get": {"operationId": "readPet"}, "post": {"operationId": "makePet"}},
            "/fire": {"get": {"operationId": "burnPet", "x-openai-isConsequential": true}}
            """
        let document = try Self.document(paths)
        #expect(HarmlessCall.choose(from: document, wanted: name, guarded: true) == nil)
        #expect(HarmlessCall.refusal(of: name, in: document)?.contains(words) == true)
        #expect(HarmlessCall.refusal(of: "readPet", in: document) == nil)
    }

    @Test(
        "never takes a GET that does something by its name or its description",
        arguments: [
            ("/restart", ""), ("/purgeAll", ""), ("/purgeall", ""), ("/shutdown", ""), ("/send-mail", ""), ("/pay", ""),
            ("/sendmail", ""), ("/users/{id}/delete", ""), ("/shut-down", ""), ("/log_out", ""), ("/cache/clear", ""),
            ("/x", "\"operationId\": \"restartServer\""), ("/x", "\"operationId\": \"getAndPost\""),
            ("/x", "\"operationId\": \"sendMail\""), ("/x", "\"summary\": \"Restarts the server.\""),
            ("/x", "\"summary\": \"Reads the queue and clears it.\""), ("/order", ""), ("/run", ""), ("/export", ""),
            ("/x", "\"summary\": \"The server. Destructive.\""), ("/x", "\"summary\": \"Applies the plan\""),
            ("/x", "\"operationId\": \"getX\", \"x-openai-isConsequential\": true"),
        ])
    func acting(path: String, members: String) throws {
        let document = try Self.document(Self.get(path, members))
        #expect(HarmlessCall.choose(from: document, wanted: nil, guarded: false) == nil)
    }

    @Test(
        "takes a GET whose words only sound like deeds",
        arguments: [
            ("/posts", ""), ("/orders/{id}", ""), ("/settings", ""), ("/addresses", ""), ("/payments", ""),
            ("/updates", ""), ("/post/{postId}", "\"operationId\": \"getPost\""),
            ("/order/{id}", "\"operationId\": \"readOrder\""), ("/stops/{stop}", ""),
            ("/notes", "\"summary\": \"Lists the notes that you can send.\", \"x-openai-isConsequential\": false"),
        ])
    func reading(path: String, members: String) throws {
        let document = try Self.document(Self.get(path, members))
        #expect(HarmlessCall.choose(from: document, wanted: nil, guarded: false) != nil)
    }

    @Test("prefers names that read, and leaves the server's health to the end when a guard is tried")
    func preferred() throws {
        let paths = [Self.get("/health"), Self.get("/thing"), Self.get("/x", "\"operationId\": \"listThings\"")]
        let document = try Self.document(paths.joined(separator: ", "))
        #expect(HarmlessCall.all(of: document, guarded: true).map(\.target) == ["/x", "/thing", "/health"])
    }
}

@Suite("An action's document")
struct ActionTests {
    @Test(
        "says how the API is called",
        arguments: [
            ("{\"type\": \"http\", \"scheme\": \"bearer\"}", "service_http", "bearer"),
            ("{\"type\": \"http\", \"scheme\": \"Basic\"}", "service_http", "basic"),
            ("{\"type\": \"apiKey\", \"in\": \"header\", \"name\": \"X-Key\"}", "service_http", "X-Key"),
            ("{\"type\": \"apiKey\", \"in\": \"query\", \"name\": \"key\"}", nil, nil),
            ("{\"type\": \"openIdConnect\"}", nil, nil),
        ] as [(String, String?, String?)])
    func schemes(scheme: String, authentication: String?, type: String?) throws {
        let world = PluginWorld()
        let text = world.document(more: ", \"components\": {\"securitySchemes\": {\"s\": \(scheme)}}")
        let choice = SecuritySchemeChoice(of: try OpenAPIDocument(JSONValue(document: Array(text.utf8))))
        #expect(choice.authentication == authentication)
        #expect(choice.authorizationType == type)
    }

    @Test("names the addresses of OAuth and the scopes that are asked")
    func oauth() throws {
        let scheme = """
            , "security": [{"o": ["read"]}], "components": {"securitySchemes": {"k": {"type": "http"}, "o": {"type": "oauth2",
            "flows": {"authorizationCode": {"authorizationUrl": "https://a/x", "tokenUrl": "/token", "scopes": {"read": "", "all": ""}}}}}}
            """
        let text = PluginWorld().document(more: scheme)
        let choice = SecuritySchemeChoice(of: try OpenAPIDocument(JSONValue(document: Array(text.utf8))))
        #expect(choice.authentication == "oauth" && choice.scope == "read")
        #expect(choice.authorizationURL == "https://a/x" && choice.tokenURL == "/token")
    }

    @Test("that is at none of the usual places is not found")
    func missing() async throws {
        var world = PluginWorld()
        world.answers = [:]
        let report = try await world.examine("gpt-action")
        #expect(report.failures == ["A10"] && report.everything.contains("usual paths"))
        world.serve("/v3/api-docs", PluginWorld.json(world.document()))
        #expect(
            try await world.examine("gpt-action").everything.contains("It is at https://api.example.test/v3/api-docs"))
    }

    @Test(
        "whose servers the editor does not take goes no further",
        arguments: ["https://API.example.test", "http://localhost:8000", "https://api.example.test:8443"])
    func servers(server: String) async throws {
        var world = PluginWorld()
        world.serve("/openapi.json", PluginWorld.json(world.document(servers: "[{\"url\": \"\(server)\"}]")))
        let report = try await world.examine("gpt-action")
        #expect(report.failures == ["A01"], "\(report.everything)")
        #expect(!report.steps.contains { $0.section == .calls })
    }

    @Test("is fetched where it is said to be")
    func whole() async throws {
        var world = PluginWorld()
        world.serve("/x/spec.json", PluginWorld.json(world.document()))
        let report = try await world.examine("gpt-action", target: "https://api.example.test/x/spec.json")
        #expect(report.failures.isEmpty, "\(report.everything)")
        #expect(report.everything.contains("the secret that you gave is sent as a bearer token"))
    }
}
