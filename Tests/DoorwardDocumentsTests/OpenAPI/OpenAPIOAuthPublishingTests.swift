import DoorwardDocuments
import Testing

@Suite("Publishing OpenAPI documents with OAuth")
struct OpenAPIOAuthPublishingTests {
    private static let security = OpenAPIPublication.Security.oauth2(
        authorizationURL: "https://public.example.com/oauth/authorize",
        tokenURL: "https://public.example.com/oauth/token",
        scopes: [.init(name: "notes:read", sentence: "Read your notes."), .init(name: "a", sentence: "A.")])

    private static let upstream = """
        openapi: 3.1.0
        info: {title: T}
        security: [{login: [notes:read]}]
        paths:
          /inherits: {get: {operationId: inherits}}
          /same: {get: {security: [{login: [notes:read]}]}}
          /own: {get: {security: [{login: [a]}, {key: []}], operationId: own}}
          /either: {get: {security: [{login: [a]}, {id: [notes:read]}]}}
          /none: {get: {security: [{key: []}]}}
          /optional: {get: {security: [{login: [a]}, {}]}}
          /open: {get: {security: []}}
          /closed: {get: {security: []}}
          /mapped: {post: {operationId: mapped}}
          /mappedBack: {post: {operationId: mappedBack, security: [{login: [a]}]}}
          /shared: {$ref: '#/components/pathItems/Shared'}
          /odd: {get: {security: 5}}
        webhooks: {ping: {post: {security: [{login: [a]}]}}}
        components:
          pathItems: {Shared: {get: {security: [{login: [a]}]}}}
          securitySchemes: {login: {type: oauth2}, id: {type: openIdConnect}, key: {type: apiKey}}
        """

    private static let published = """
        openapi: 3.1.0
        info: {title: T}
        servers: [{url: https://public.example.com}]
        security: [{oauth2: [notes:read]}]
        paths:
          /inherits: {get: {operationId: inherits}}
          /same: {get: {}}
          /own: {get: {security: [{oauth2: [a]}], operationId: own}}
          /either: {get: {security: [{oauth2: [a]}, {oauth2: [notes:read]}]}}
          /none: {get: {security: [{oauth2: []}]}}
          /optional: {get: {security: [{oauth2: [a]}, {oauth2: []}]}}
          /open: {get: {security: []}}
          /closed: {get: {}}
          /mapped: {post: {operationId: mapped, security: [{oauth2: [a, notes:read]}]}}
          /mappedBack: {post: {operationId: mappedBack}}
          /shared: {$ref: '#/components/pathItems/Shared'}
          /odd: {get: {}}
        webhooks: {ping: {post: {}}}
        components:
          pathItems: {Shared: {get: {security: [{oauth2: [a]}]}}}
          securitySchemes:
            oauth2:
              type: oauth2
              flows:
                authorizationCode:
                  authorizationUrl: https://public.example.com/oauth/authorize
                  tokenUrl: https://public.example.com/oauth/token
                  scopes: {notes:read: Read your notes., a: A.}
        """

    @Test("Each operation says the scopes that the gate will ask for; published again, nothing changes")
    func scopes() throws {
        let publication = OpenAPIPublication(
            publicURL: "https://public.example.com", security: Self.security,
            operationScopes: [
                "mapped": ["a", "notes:read"], "mappedBack": ["notes:read"], "GET /closed": ["notes:read"],
            ])
        let published = try OpenAPIDocument(JSONValue(yaml: Self.upstream)).published(publication)
        #expect(published == (try JSONValue(yaml: Self.published)))
        #expect(try OpenAPIDocument(published).published(publication) == published)
        var bare = publication
        bare.operationScopes = [:]
        #expect(try OpenAPIDocument(published).published(bare) == published)
    }

    @Test("What is published means the same to who reads it")
    func sameAccess() throws {
        let document = try OpenAPIDocument(JSONValue(yaml: Self.upstream))
        let published = try OpenAPIDocument(
            document.published(OpenAPIPublication(publicURL: "https://public.example.com", security: Self.security)))
        #expect(published.operations.count == document.operations.count)
        for (before, after) in zip(document.operations, published.operations) {
            #expect(before.access() == after.access(), "\(before.path.text)")
        }
    }

    @Test("A document that says nothing of security asks for any token")
    func silent() throws {
        let document = try OpenAPIDocument(JSONValue(yaml: "{openapi: 3.0.0, paths: {/a: {get: {}}}}"))
        let published = document.published(.init(publicURL: "https://a.example", security: Self.security))
        #expect(published["security"] == [["oauth2": []]])
        #expect(published.value(at: "/paths/~1a/get") == [:])
    }
}
