import DoorwardDocuments
import Testing

@testable import DoorwardServer

@Suite("The operations page")
struct DocsPageTests {
    private func page(_ type: PluginManifest.AuthorizationType? = .bearer) throws -> DocsView {
        let document = try gardenDocument()
        return DocsPage(
            document: document.value, operations: document.operations, authorizationType: type,
            origin: "https://garden.example.com", logoPath: "/logo.png"
        ).view()
    }

    private func operation(_ id: String) throws -> DocsOperation {
        try #require(page().groups.flatMap(\.operations).first { $0.anchor == "op-\(id)" })
    }

    @Test("groups operations by tag: the described tags first, then the rest")
    func groups() throws {
        let groups = try page().groups
        #expect(groups.map(\.groupName) == ["plants", "Other operations"])
        #expect(groups[0].groupAbout == ["What grows."])
        #expect(groups[0].operations.map(\.method) == ["GET", "POST", "PUT"])
        #expect(groups[1].operations.map(\.path) == ["/hello"])
    }

    @Test("has an input for each parameter that a form can send")
    func inputs() throws {
        let inputs = try #require(operation("listPlants").form.first).inputs
        #expect(inputs.map(\.name) == ["kind", "bed", "limit"])
        #expect(inputs[0].choices.first?.options.map(\.option) == ["herb", "flower"])
        #expect(inputs[1].list == "repeat")
        #expect(inputs[2].value == "20" && inputs[2].required)
    }

    @Test("starts an input with the whole example or with none, never with a part of it", arguments: [400, 4_000])
    func longExamples(length: Int) throws {
        let example = String(repeating: "x", count: length)
        let document = try OpenAPIDocument([
            "openapi": "3.1.0", "info": ["title": "T", "version": "1"],
            "paths": [
                "/a/{b}": [
                    "get": ["parameters": [["name": "b", "in": "path", "required": true, "example": .string(example)]]]
                ]
            ],
        ])
        let view = DocsPage(
            document: document.value, operations: document.operations, authorizationType: nil, origin: "https://x",
            logoPath: "/logo.png"
        ).view()
        let input = try #require(view.groups.first?.operations.first?.form.first?.inputs.first)
        #expect(input.value == (length == 400 ? example : ""))
    }

    @Test("starts the body with an example made from the schema")
    func body() throws {
        let form = try #require(operation("addPlant").form.first?.formBody.first)
        #expect(form.text == "{\n  \"name\": \"Rosemary\",\n  \"neighbours\": []\n}")
        #expect(form.onlyType == ["application/json"] && form.bodyRequired)
        #expect(try operation("addPlant").body.first?.contents.first?.schema.first?.contains("readOnly") == true)
    }

    @Test("says why an operation cannot be tried")
    func obstacle() throws {
        let attach = try operation("attach")
        #expect(attach.form.isEmpty)
        #expect(attach.obstacle.first?.contains("multipart/form-data") == true)
    }

    @Test("writes a curl line with the credential as a variable")
    func curl() throws {
        #expect(
            try operation("listPlants").curl
                == #"curl 'https://garden.example.com/plants?limit=20' -H "Authorization: Bearer $TOKEN""#)
        #expect(try operation("addPlant").curl.hasPrefix("curl -X POST 'https://garden.example.com/plants' -H "))
        #expect(try operation("attach").curl.contains("/plants/{plant_id}/photo'"))
    }

    @Test("asks for the credential in the form that the gate wants")
    func credential() throws {
        #expect(try page(nil).credential.isEmpty)
        #expect(try page(.bearer).credential.first?.scheme == "bearer")
        #expect(try page(.basic).credential.first?.curlHeader == #""Authorization: Basic $TOKEN""#)
        let custom = try #require(page(.custom(header: "X-Api-Key")).credential.first)
        #expect(custom.header == "X-Api-Key" && custom.curlHeader == #""X-Api-Key: $TOKEN""#)
    }

    @Test("keeps its size in proportion to the number of operations")
    func large() throws {
        func size(_ count: Int) throws -> Int {
            let paths = JSONObject(
                (0..<count).map { number in
                    let path = "/things/\(number)/{id}"
                    let operation: JSONValue = [
                        "operationId": "thing\(1_000 + number)",
                        "description": .string(String(repeating: "x", count: 9_000)),
                        "parameters": [["name": "id", "in": "path", "required": true]],
                        "responses": ["200": ["description": "ok"]],
                    ]
                    return (path, ["get": operation] as JSONValue)
                })
            let document = try OpenAPIDocument([
                "openapi": "3.1.0", "info": ["title": "Large", "version": "1"], "paths": .object(paths),
            ])
            return DocsPage(
                document: document.value, operations: document.operations, authorizationType: .bearer,
                origin: "https://garden.example.com", logoPath: "/logo.png"
            ).bytes().count
        }
        let once = try size(400)
        let twice = try size(800)
        #expect(Double(twice) < 2.05 * Double(once))
        #expect(once < 400 * (Prose.limit + 4_000))
    }
}
