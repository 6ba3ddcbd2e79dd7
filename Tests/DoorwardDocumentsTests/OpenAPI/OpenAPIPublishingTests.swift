import DoorwardDocuments
import Testing

@Suite("Publishing OpenAPI documents")
struct OpenAPIPublishingTests {
    private func publish(_ yaml: String, _ security: OpenAPIPublication.Security) throws -> JSONValue {
        try OpenAPIDocument(JSONValue(yaml: yaml)).published(
            OpenAPIPublication(publicURL: "https://public.example.com", security: security))
    }

    private static let upstream = """
        x-first: [1.10, {b: 1, a: 2}]
        openapi: 3.1.0
        security: [{old: []}]
        info: {title: T, version: '1', x-kept: true}
        tags: []
        servers: [{url: http://10.0.0.1:9000/internal}]
        paths:
          x-paths: kept
          /a/{id}:
            summary: kept
            servers: [{url: http://10.0.0.1}]
            parameters:
              - {name: id, in: path}
              - {name: X-Trace, in: header}
            get:
              operationId: a
              servers: [{url: http://10.0.0.2}]
              security: [{old: []}]
              parameters:
                - {name: q, in: query, x-unknown: 1.0}
                - {$ref: '#/components/parameters/Auth'}
                - {name: session, in: cookie}
                - {$ref: 'elsewhere.yaml#/p'}
              callbacks:
                done: {'{$request.body#/url}': {post: {security: [{old: []}], parameters: [{name: H, in: header}]}}}
            post:
              security: []
              parameters: [{name: Authorization, in: header}]
        webhooks:
          ping: {post: {security: [{old: []}]}}
        components:
          schemas: {A: {type: object}}
          securitySchemes: {old: {type: oauth2}, other: {type: http}}
          parameters: {Auth: {name: Authorization, in: header}}
        x-last: 0x10
        """

    private static let published = """
        x-first: [1.10, {b: 1, a: 2}]
        openapi: 3.1.0
        security: [{bearerAuth: []}]
        info: {title: T, version: '1', x-kept: true}
        tags: []
        servers: [{url: https://public.example.com}]
        paths:
          x-paths: kept
          /a/{id}:
            summary: kept
            parameters:
              - {name: id, in: path}
            get:
              operationId: a
              parameters:
                - {name: q, in: query, x-unknown: 1.0}
                - {$ref: 'elsewhere.yaml#/p'}
              callbacks:
                done: {'{$request.body#/url}': {post: {parameters: [{name: H, in: header}]}}}
            post:
              security: []
        webhooks:
          ping: {post: {}}
        components:
          schemas: {A: {type: object}}
          securitySchemes: {bearerAuth: {type: http, scheme: bearer}}
          parameters: {Auth: {name: Authorization, in: header}}
        x-last: 16
        """

    @Test("Only servers, security and header parameters change; all else stays in its order")
    func changesOnlyWhatItMust() throws {
        let published = try publish(Self.upstream, .bearer)
        #expect(published == (try JSONValue(yaml: Self.published)))
        #expect(
            try OpenAPIDocument(published).published(.init(publicURL: "https://public.example.com", security: .bearer))
                == published)
    }

    static let schemes: [(OpenAPIPublication.Security, String, JSONValue)] = [
        (.bearer, "bearerAuth", ["type": "http", "scheme": "bearer"]),
        (.basic, "basicAuth", ["type": "http", "scheme": "basic"]),
        (.header("X-Api-Key"), "apiKeyAuth", ["type": "apiKey", "in": "header", "name": "X-Api-Key"]),
    ]

    @Test("What is missing is put where readers look for it", arguments: schemes)
    func insertsMissing(security: OpenAPIPublication.Security, name: String, scheme: JSONValue) throws {
        let published = try publish("{openapi: 3.0.0, info: {title: a}, paths: {}, x-end: 1}", security)
        #expect(
            published.objectValue?.keys == ["openapi", "info", "servers", "security", "paths", "x-end", "components"])
        #expect(published["servers"] == [["url": "https://public.example.com"]])
        #expect(published["security"] == [[name: []]])
        #expect(published["components"] == ["securitySchemes": [name: scheme]])
    }

    @Test("Without authentication nothing of it remains but security: []")
    func removesSecurity() throws {
        let published = try publish(Self.upstream, .none)
        #expect(published["security"] == nil)
        #expect(published["components"]?.objectValue?.keys == ["schemas", "parameters"])
        #expect(published.value(at: "/paths/~1a~1{id}/get/security") == nil)
        #expect(published.value(at: "/paths/~1a~1{id}/post/security") == [])
        #expect(try publish("{openapi: 3.0.0, paths: {}}", .none).objectValue?.keys == ["openapi", "servers", "paths"])
    }

    @Test(
        "Odd documents are published without harm",
        arguments: [
            "{openapi: 3.0.0, paths: {/a: 5}, components: []}",
            "{openapi: 3.0.0, paths: {/a: {get: 5, parameters: 5}}, servers: 5}",
            "{openapi: 3.0.0, paths: {/a: {get: {parameters: [5, {$ref: 5}, {$ref: '#/paths/~1a/get/parameters/2'}], security: 5}}}}",
            "{openapi: 3.0.0, paths: {/a: {get: {callbacks: 5}, post: {callbacks: {a: 5, b: {c: 5, d: {get: 5}}}}}}, info: 5}",
        ])
    func survivesOddDocuments(yaml: String) throws {
        let published = try publish(yaml, .bearer)
        #expect(published["servers"]?[0]?["url"] == "https://public.example.com")
        #expect(published["components"]?["securitySchemes"]?["bearerAuth"] != nil)
    }
}
