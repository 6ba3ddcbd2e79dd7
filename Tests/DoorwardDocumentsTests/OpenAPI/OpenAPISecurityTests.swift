import DoorwardDocuments
import Testing

@Suite("What OpenAPI documents ask of callers")
struct OpenAPISecurityTests {
    private static let schemes = """
        components:
          securitySchemes:
            login: {type: oauth2, flows: {}}
            id: {type: openIdConnect}
            key: {type: apiKey}
            other: {$ref: '#/components/securitySchemes/login'}
        """

    private func document(_ operation: String, root: String = "") throws -> OpenAPIDocument {
        try OpenAPIDocument(
            JSONValue(
                yaml: "openapi: 3.1.0\ninfo: {title: T}\n\(root)\npaths: {/a: {get: {\(operation)}}}\n\(Self.schemes)"))
    }

    @Test(
        "Scopes come from the schemes that have them, alternative by alternative",
        arguments: [
            ("", []),
            ("security: []", []),
            ("security: [{login: []}]", [[]]),
            ("security: [{login: [a, b]}]", [["a", "b"]]),
            ("security: [{login: [b, a, b]}]", [["b", "a"]]),
            ("security: [{login: [a]}, {id: [b]}]", [["a"], ["b"]]),
            ("security: [{login: [a], id: [b, a]}]", [["a", "b"]]),
            ("security: [{login: [a]}, {other: [a]}]", [["a"]]),
            ("security: [{key: []}, {login: [a]}]", [["a"]]),
            ("security: [{key: [role], login: [a]}]", [["a"]]),
            ("security: [{key: []}]", [[]]),
            ("security: [{key: [role]}]", [[]]),
            ("security: [{login: [a]}, {}]", [["a"], []]),
            ("security: [{typo: [a]}]", [["a"]]),
            ("security: [{typo: []}, {login: [a]}]", [["a"]]),
            ("security: [{login: [a, 5]}, 7]", [["a"]]),
            ("security: 7", []),
        ] as [(String, [[String]])])
    func alternatives(_ security: String, _ expected: [[String]]) throws {
        let operation = try #require(try document(security).operations.first)
        #expect(operation.scopeAlternatives == expected)
        #expect(operation.isPublic == (security == "security: []"))
        #expect(operation.isOptional == security.contains("{}"))
    }

    @Test("The document's own security applies where an operation has none")
    func common() throws {
        let root = "security: [{login: [a]}]"
        #expect(try document("", root: root).operations.first?.scopeAlternatives == [["a"]])
        #expect(try document("security: [{id: [b]}]", root: root).operations.first?.scopeAlternatives == [["b"]])
        let open = try #require(try document("security: []", root: root).operations.first)
        #expect(open.scopeAlternatives == [] && open.isPublic && open.securityRequirements == [])
        #expect(try document("", root: "security: []").operations.first?.isPublic == false)
        let inherited = try document("", root: root).operations.first?.securityRequirements
        #expect(inherited == [SecurityRequirement(schemes: [.init(name: "login", scopes: ["a"])])])
        #expect(try document("").operations.first?.securityRequirements == nil)
        #expect(try document("security: 7", root: root).warnings.count == 1)
    }

    @Test(
        "What is configured counts more than the document, by any of an operation's names",
        arguments: ["readA", "GET /a", "/paths/~1a/get"])
    func configured(_ name: String) throws {
        let said = try #require(try document("operationId: readA, security: [{login: [a]}]").operations.first)
        #expect(said.access() == OperationAccess(isPublic: false, alternatives: [["a"]]))
        #expect(said.access([name: ["b", "c"]]) == OperationAccess(isPublic: false, alternatives: [["b", "c"]]))
        #expect(said.access([name: []]) == OperationAccess(isPublic: false, alternatives: [[]]))
        #expect(said.access(["get /a": ["b"]]).alternatives == [["a"]])
        let open = try #require(try document("operationId: readA, security: []").operations.first)
        #expect(open.access([name: ["b"]]) == OperationAccess(isPublic: false, alternatives: [["b"]]))
        #expect(open.access([name: []]).isPublic && open.access().isPublic)
    }

    @Test("Names of no operation are found, and every named scope")
    func names() throws {
        let document = try document("operationId: readA, security: [{login: [a, b]}, {id: [b, c]}]")
        let names = ["readA", "GET /a", "/paths/~1a/get", "POST /a", "reada"]
        #expect(document.unknownOperations(among: names) == ["POST /a", "reada"])
        #expect(document.operations.first?.access().scopes == ["a", "b", "c"])
    }
}
