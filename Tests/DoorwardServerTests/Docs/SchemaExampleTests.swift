import DoorwardDocuments
import Testing

@testable import DoorwardServer

@Suite("Examples from schemas")
struct SchemaExampleTests {
    @Test(
        "follow what the schema says",
        arguments: [
            (["type": "string"], "string"),
            (["type": "string", "format": "date-time"], "2026-01-31T12:00:00Z"),
            (["type": "string", "format": "uuid"], "123e4567-e89b-12d3-a456-426614174000"),
            (["type": "integer"], 0),
            (["type": "integer", "minimum": 3], 3),
            (["type": "boolean"], true),
            (["type": ["null", "integer"]], 0),
            (["type": "string", "example": "a", "default": "b"], "a"),
            (["type": "string", "examples": ["a"]], "a"),
            (["type": "string", "default": "b"], "b"),
            (["const": "c"], "c"),
            (["enum": ["d", "e"]], "d"),
            (["type": "array", "items": ["type": "integer"]], [0]),
            (["type": "array"], []),
            (["properties": ["a": ["type": "string"]]], ["a": "string"]),
            (["type": "object", "additionalProperties": ["type": "integer"]], ["key": 0]),
            (["type": "object"], [:]),
            (
                ["allOf": [["properties": ["a": ["type": "integer"]]], ["properties": ["b": ["type": "boolean"]]]]],
                ["a": 0, "b": true]
            ),
            (["oneOf": [["type": "null"], ["type": "integer"]]], 0),
            (["anyOf": [["type": "string"]]], "string"),
            ([:], nil),
            (true, nil),
            ("nonsense", nil),
        ] as [(JSONValue, JSONValue)])
    func values(schema: JSONValue, wanted: JSONValue) {
        #expect(SchemaExample(document: [:]).value(for: schema) == wanted)
    }

    @Test("leave out what only the other side writes")
    func directions() {
        let schema: JSONValue = [
            "properties": [
                "id": ["type": "integer", "readOnly": true], "secret": ["type": "string", "writeOnly": true],
            ]
        ]
        let examples = SchemaExample(document: [:])
        #expect(examples.value(for: schema, sending: true) == ["secret": "string"])
        #expect(examples.value(for: schema, sending: false) == ["id": 0])
    }

    @Test("follow references and end in cycles")
    func cycles() {
        let document: JSONValue = [
            "a": [
                "properties": ["name": ["type": "string"], "self": ["$ref": "#/a"], "all": ["items": ["$ref": "#/a"]]]
            ],
            "loop": ["$ref": "#/loop"],
            "lost": ["$ref": "#/nowhere"],
        ]
        let examples = SchemaExample(document: document)
        #expect(examples.value(for: ["$ref": "#/a"]) == ["name": "string", "all": []])
        #expect(examples.value(for: ["$ref": "#/loop"]) == nil)
        #expect(examples.value(for: ["$ref": "#/lost"]) == nil)
        #expect(examples.value(for: ["$ref": "https://example.com/other.json"]) == nil)
    }

    @Test("stay small however wide, deep or tangled a schema is")
    func bounded() {
        var deep: JSONValue = ["type": "string"]
        for _ in 0..<200 { deep = ["properties": ["a": deep]] }
        #expect(SchemaExample(document: [:]).value(for: deep) == ["a": ["a": ["a": ["a": [:]]]]])

        let names = (0..<300).map { "p\($0)" }
        let wide = JSONObject(names.map { ($0, ["$ref": "#/wide"] as JSONValue) })
        let tangled = JSONObject(names.map { ($0, ["$ref": .string("#/\($0)")] as JSONValue) })
        var members: [(String, JSONValue)] = [("wide", ["properties": .object(wide)])]
        members += names.map { ($0, ["properties": .object(tangled)]) }
        let examples = SchemaExample(document: .object(JSONObject(members)))
        for name in ["wide", "p0"] {
            let size = examples.value(for: ["$ref": .string("#/\(name)")]).serialized().count
            #expect(size < 20 * SchemaExample.nodeLimit)
        }
    }
}
