import DoorwardDocuments

@testable import DoorwardServer

/// A document with something of everything: tags, parameters in all places, bodies, references in a cycle.
func gardenDocument(title: String = "Garden journal") throws -> OpenAPIDocument {
    let plant: JSONValue = [
        "type": "object",
        "properties": [
            "id": ["type": "string", "format": "uuid", "readOnly": true],
            "name": ["type": "string", "example": "Rosemary"],
            "neighbours": ["type": "array", "items": ["$ref": "#/components/schemas/Plant"]],
        ],
    ]
    let plantContent: JSONValue = ["application/json": ["schema": ["$ref": "#/components/schemas/Plant"]]]
    return try OpenAPIDocument([
        "openapi": "3.1.0",
        "info": ["title": .string(title), "version": "1.4.0", "description": "Keeps a journal. It is about plants."],
        "tags": [["name": "plants", "description": "What grows."]],
        "paths": [
            "/hello": ["get": ["operationId": "hello", "responses": ["200": ["description": "A greeting"]]]],
            "/plants": [
                "get": [
                    "tags": ["plants"], "operationId": "listPlants", "summary": "List plants",
                    "parameters": [
                        ["name": "kind", "in": "query", "schema": ["type": "string", "enum": ["herb", "flower"]]],
                        ["name": "bed", "in": "query", "schema": ["type": "array", "items": ["type": "string"]]],
                        [
                            "name": "limit", "in": "query", "required": true,
                            "schema": ["type": "integer", "default": 20],
                        ],
                    ],
                    "responses": ["200": ["description": "The plants", "content": plantContent]],
                ],
                "post": [
                    "tags": ["plants"], "operationId": "addPlant",
                    "requestBody": ["required": true, "content": plantContent],
                    "responses": ["201": ["description": "As it was kept"]],
                ],
            ],
            "/plants/{plant_id}/photo": [
                "put": [
                    "tags": ["plants"], "operationId": "attach",
                    "parameters": [["name": "plant_id", "in": "path", "required": true, "schema": ["type": "string"]]],
                    "requestBody": [
                        "required": true, "content": ["multipart/form-data": ["schema": ["type": "object"]]],
                    ],
                    "responses": ["204": ["description": "Attached"]],
                ]
            ],
        ],
        "components": ["schemas": ["Plant": plant]],
    ])
}

func gardenPublication(origin: String = "https://garden.example.com") throws -> Publication {
    var publication = Publication(origin: origin, openAPI: try gardenDocument())
    publication.authentication = .serviceHTTP(
        authorizationType: .bearer,
        verificationTokens: [.init(service: "openai", token: "56d819a1d5fa4b768331bddace57d57c")])
    return publication
}

extension Publication {
    /// The text of one of the documents, or nil when there is none at this path.
    func text(_ path: String) -> String? {
        documents().first { $0.path == path }.map { String(decoding: $0.body, as: UTF8.self) }
    }
}
