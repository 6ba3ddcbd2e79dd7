import DoorwardDocuments
import Testing

@Suite("OpenAPI documents")
struct OpenAPIDocumentTests {
    private func document(_ yaml: String) throws -> OpenAPIDocument { try OpenAPIDocument(JSONValue(yaml: yaml)) }

    private static let pets = """
        openapi: 3.0.3
        info: {title: Pets, version: 1.0, description: Finds pets.}
        servers:
          - url: https://api.example.com/v1/
          - url: "{scheme}://{host}/{base}"
            variables: {base: {default: v2}}
          - url: /v1
        paths:
          /pets/{id}:
            parameters:
              - {name: id, in: path, schema: {type: string}}
              - {name: limit, in: query, description: shared}
            get:
              operationId: getPet
              summary: One pet
              security: []
              parameters:
                - {name: limit, in: query, description: own, required: true, example: 5}
                - $ref: '#/components/parameters/Trace'
            put:
              security: [{key: []}]
              requestBody:
                $ref: '#/components/requestBodies/Pet'
        components:
          parameters:
            Trace: {$ref: '#/components/parameters/Trace2'}
            Trace2: {name: X-Trace, in: header}
          requestBodies:
            Pet:
              required: true
              content:
                application/json: {schema: {type: object}, examples: {one: {value: {name: Rex}}}}
                text/plain: {example: Rex}
        """

    @Test("Operations are read with what belongs to them")
    func readsOperations() throws {
        let document = try document(Self.pets)
        #expect(document.warnings == [])
        #expect(document.info == .init(title: "Pets", version: "1.0", description: "Finds pets."))
        #expect(document.serverPaths == ["/v1", "/v2"])
        #expect(document.operations.map { "\($0.method) \($0.path)" } == ["GET /pets/{id}", "PUT /pets/{id}"])
        let get = try #require(document.operations.first)
        #expect(get.operationID == "getPet")
        #expect(get.summary == "One pet")
        #expect(get.isPublic)
        #expect(get.pointer == "/paths/~1pets~1{id}/get")
        #expect(document.value.value(at: get.pointer)?["operationId"] == "getPet")
        #expect(get.parameters.map(\.name) == ["id", "limit", "X-Trace"])
        #expect(get.parameters.map(\.location) == [.path, .query, .header])
        #expect(get.parameters.map(\.isRequired) == [true, true, false])
        #expect(get.parameters[1].description == "own")
        #expect(get.parameters[1].example == 5)
        let put = try #require(document.operations.last)
        #expect(!put.isPublic)
        #expect(put.requestBody?.isRequired == true)
        #expect(put.requestBody?.contents.map(\.contentType) == ["application/json", "text/plain"])
        #expect(put.requestBody?.contents.first?.example == ["name": "Rex"])
    }

    @Test(
        "A document that is of no use says why",
        arguments: [
            ("[]", OpenAPIDocumentError.notAnObject(kind: "array")), ("info: {}", .noVersion),
            ("openapi: 3.0.0", .noPaths),
            ("{openapi: 3.0.0, paths: []}", .noPaths), ("{swagger: '2.0', paths: {}}", .swagger(version: "2.0")),
            ("{swagger: 2.0, paths: {}}", .swagger(version: "2.0")),
            ("{openapi: 4.0.0, paths: {}}", .unknownVersion("4.0.0")),
            ("{openapi: 3.2.0, paths: {}}", .unknownVersion("3.2.0")),
            ("{openapi: [], paths: {}}", .unknownVersion("array")),
            ("{openapi: 3.10, paths: {}}", .unknownVersion("3.10")),
        ])
    func refuses(yaml: String, error: OpenAPIDocumentError) {
        #expect(throws: error) { try document(yaml) }
        #expect(!error.description.isEmpty)
    }

    @Test("The error for Swagger says how to convert")
    func tellsHowToConvert() {
        #expect(OpenAPIDocumentError.swagger(version: "2.0").description.contains("swagger2openapi"))
    }

    @Test(
        "Odd parts cost only their operation",
        arguments: [
            ("no-slash: {get: {}}", "begins with '/'"), ("/a//b: {get: {}}", "between any two slashes"),
            ("/a: 5", "not an object"),
            ("/a: {get: 5}", "an operation is an object"), ("/a: {$ref: 'other.yaml#/a'}", "refers"),
            ("/a: {$ref: '#/paths/~1a'}", "refers"),
            ("{'/a/{x}': {get: {}}, '/a/{y}': {get: {}}}", "describe the same"), ("'/{x}/{x}': {get: {}}", "twice"),
            ("{/a: {get: {operationId: x}}, /b: {get: {operationId: x}}}", "operationId"),
            ("/a: {get: {parameters: {}}}", "not an array"),
            ("/a: {get: {parameters: [{$ref: '#/nope'}]}}", "parameter 0"),
            ("/a: {get: {parameters: [{name: x, in: body}]}}", "parameter 0"),
            ("/a: {post: {requestBody: {}}}", "requestBody"),
        ])
    func degrades(path: String, warning: String) throws {
        let paths = path.hasPrefix("{") ? String(path.dropFirst().dropLast()) : path
        let document = try document("{openapi: 3.1.0, paths: {/good: {get: {}}, \(paths)}}")
        #expect(document.operations.contains { $0.path.text == "/good" })
        #expect(document.warnings.contains { $0.contains(warning) }, "\(document.warnings)")
    }

    @Test("Paths that differ only in the names of parameters keep their different methods")
    func keepsEquivalentPaths() throws {
        let document = try document("{openapi: 3.1.0, paths: {'/a/{x}': {get: {}}, '/a/{y}': {post: {}, get: {}}}}")
        #expect(document.operations.map { "\($0.method) \($0.path)" } == ["GET /a/{x}", "POST /a/{y}"])
        #expect(document.warnings.count == 2)
    }

    @Test("A query in a path is left out, not the operation")
    func leavesQueriesOut() throws {
        let document = try document("{openapi: 3.1.0, paths: {'/search?q={q}': {get: {operationId: s}}}}")
        #expect(document.operations.map(\.path.text) == ["/search"])
        #expect(document.operations.first?.pointer == "/paths/~1search?q={q}/get")
        #expect(document.warnings.count == 1)
    }

    @Test("References that make much out of little come to an end")
    func limitsParameters() throws {
        let parameters = (0..<1000).map { "{\"name\":\"p\($0)\",\"in\":\"query\"}" }.joined(separator: ",")
        let paths = (0..<1000).map { "\"/p\($0)\":{\"$ref\":\"#/x\"}" }.joined(separator: ",")
        let text = "{\"openapi\":\"3.1.0\",\"paths\":{\(paths)},\"x\":{\"get\":{},\"parameters\":[\(parameters)]}}"
        let document = try OpenAPIDocument(JSONValue(parsing: Array(text.utf8)))
        #expect(document.operations.count == 1000)
        #expect(document.operations.reduce(0) { $0 + $1.parameters.count } <= 100_000)
        #expect(document.warnings.contains { $0.contains("too many") })
    }

    @Test("Real API documents are understood", arguments: Corpus.specs)
    func understandsSpecs(file: Corpus.File) throws {
        guard let value = try? JSONValue(document: file.bytes) else { return }
        let document: OpenAPIDocument
        do throws(OpenAPIDocumentError) {
            document = try OpenAPIDocument(value)
        } catch {
            if case .swagger = error { return }
            Issue.record(error)
            return
        }
        // Two of them have only paths without a slash in front.
        #expect(!document.operations.isEmpty || document.warnings.contains { $0.contains("begins with '/'") })
        for operation in document.operations { #expect(value.value(at: operation.pointer)?.objectValue != nil) }
        for security in [OpenAPIPublication.Security.none, .bearer, .header("X-Api-Key")] {
            let publication = OpenAPIPublication(publicURL: "https://public.example.com", security: security)
            let published = document.published(publication)
            let again = try OpenAPIDocument(published)
            #expect(again.published(publication) == published)
            #expect(again.operations.map(\.pointer) == document.operations.map(\.pointer))
            #expect(
                again.operations.allSatisfy {
                    $0.parameters.allSatisfy { $0.location == .path || $0.location == .query }
                })
        }
    }
}
