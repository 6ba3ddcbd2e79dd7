/// The API behind the doors of these tests: a document that says what scopes operations need, in each way there is.
enum NotesAPI {
    /// The scopes that the configuration declares, each with its sentence.
    static let scopes = [
        ("notes:read", "Read your notes"), ("notes:write", "Write notes for you"),
        ("notes:admin", "Rule over everybody's notes"),
    ]

    static let document = """
        {
          "openapi": "3.1.0",
          "info": {"title": "Notes", "version": "1"},
          "paths": {
            "/hello": {"get": {"operationId": "hello", "responses": {"200": {"description": "OK"}}}},
            "/status/{code}": {"get": {"operationId": "open", "security": [],
              "parameters": [{"name": "code", "in": "path", "required": true, "schema": {"type": "integer"}}],
              "responses": {"200": {"description": "OK"}}}},
            "/echo": {
              "get": {"operationId": "readEcho", "security": [{"own": ["notes:read"]}],
                "responses": {"200": {"description": "OK"}}},
              "post": {"operationId": "writeEcho", "security": [{"own": ["notes:read", "notes:write"]}],
                "responses": {"200": {"description": "OK"}}},
              "put": {"operationId": "eitherEcho", "security": [{"own": ["notes:admin"]}, {"own": ["notes:write"]}],
                "responses": {"200": {"description": "OK"}}},
              "patch": {"operationId": "patchEcho", "responses": {"200": {"description": "OK"}}},
              "delete": {"operationId": "deleteEcho", "security": [{"own": ["notes:read"]}],
                "responses": {"200": {"description": "OK"}}}
            }
          },
          "components": {"securitySchemes": {"own": {"type": "oauth2", "flows": {"authorizationCode": {
            "authorizationUrl": "https://elsewhere.example/a", "tokenUrl": "https://elsewhere.example/t",
            "scopes": {"notes:read": "", "notes:write": "", "notes:admin": ""}}}}}}
        }
        """
}

extension GateConfiguration {
    /// `auth: oauth` in front of ``NotesAPI``; the public address is the loopback's unless a site is given.
    static func oauth(site: String? = nil) -> GateConfiguration {
        let scopes = NotesAPI.scopes.map { "\"\($0.0)\": \"\($0.1)\"" }.joined(separator: ", ")
        return GateConfiguration(auth: "oauth", secrets: 0).with("public_url", site)
            .with("upstream.openapi", "api.json").with("oauth.scopes", "{\(scopes)}")
            .with("scopes", "{deleteEcho: \"notes:admin notes:write\", \"PATCH /echo\": \"notes:write\"}")
            .with(file: "api.json", NotesAPI.document)
    }
}
