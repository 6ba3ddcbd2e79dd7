import DoorwardDocuments

extension ZooWorld {
    /// The API's description, with two or three harmless operations.
    func openAPI(for surface: LintSurface) -> JSONValue {
        var document = JSONObject()
        document["openapi"] = "3.1.0"
        document["info"] = [
            "title": "Zoo To-dos", "version": "1.0.0", "description": "The to-do lists of a small zoo.",
        ]
        document["servers"] = [["url": .string(base)]]
        document["paths"] = ["/todos": ["get": list, "post": add(surface)]]
        document["components"] = ["schemas": schemas]
        if surface == .action, let scheme = securityScheme {
            document["components"] = ["schemas": schemas, "securitySchemes": ["zoo": scheme]]
            document["security"] = [["zoo": api.protection == .oauth ? ["todos.read"] : []]]
        }
        return .object(document)
    }

    private var list: JSONValue {
        [
            "operationId": "listTodos", "summary": "List the to-dos",
            "description": "All to-dos of the zoo, the oldest first.",
            "responses": ["200": response("The to-dos.", "TodoList")],
        ]
    }

    private func add(_ surface: LintSurface) -> JSONValue {
        let content: JSONValue = ["application/json": ["schema": ["$ref": "#/components/schemas/NewTodo"]]]
        var operation = JSONObject()
        operation["operationId"] = "addTodo"
        operation["summary"] = "Add a to-do"
        operation["description"] = "Adds a to-do at the end of the list."
        if surface == .action { operation["x-openai-isConsequential"] = true }
        operation["requestBody"] = ["required": true, "content": content]
        operation["responses"] = ["201": response("The new to-do.", "Todo")]
        return .object(operation)
    }

    private func response(_ text: String, _ schema: String) -> JSONValue {
        let reference = "#/components/schemas/" + schema
        return [
            "description": .string(text),
            "content": ["application/json": ["schema": ["$ref": .string(reference)]]],
        ]
    }

    private var schemas: JSONValue {
        let text: JSONValue = ["type": "string", "description": "What is to be done."]
        let number: JSONValue = ["type": "integer", "description": "The to-do's number."]
        return [
            "NewTodo": ["type": "object", "required": ["text"], "properties": ["text": text]],
            "Todo": ["type": "object", "required": ["id", "text"], "properties": ["id": number, "text": text]],
            "TodoList": [
                "type": "object", "required": ["todos"],
                "properties": ["todos": ["type": "array", "items": ["$ref": "#/components/schemas/Todo"]]],
            ],
        ]
    }

    private var securityScheme: JSONValue? {
        switch api.protection {
        case .none: return nil
        case .service, .user: return ["type": "http", "scheme": .string(api.scheme)]
        case .oauth:
            guard let authorization else { return nil }
            let flow: JSONValue = [
                "authorizationUrl": .string(authorization.authorizeURL),
                "tokenUrl": .string(authorization.tokenURL),
                "scopes": ["todos.read": "Read to-dos"],
            ]
            return ["type": "oauth2", "flows": ["authorizationCode": flow]]
        }
    }
}
