/// The OpenAPI document of the upstream, in both spellings. It does not name `/undocumented` and `/_count`.
///
/// It holds things on purpose: members that are not OpenAPI's, in an order that is not the alphabet's; a `servers` entry
/// of its own; and header parameters that an assistant cannot send.
enum UpstreamDocument {
    static let json = """
        {
          "openapi": "3.1.0",
          "x-zebra": {"b": 1, "a": [true, null, 1.50]},
          "info": {"title": "Conformance", "version": "1.0.0", "x-owner": "tests"},
          "servers": [{"url": "http://internal.example:9000/"}],
          "paths": {
            "/hello": {"get": {"operationId": "hello", "summary": "Says hello", "x-openai-isConsequential": false,
              "parameters": [
                {"name": "X-Debug", "in": "header", "schema": {"type": "string"}},
                {"name": "greeting", "in": "query", "schema": {"type": "string"}}],
              "responses": {"200": {"description": "A greeting"}}}},
            "/echo": {\(methods(["get", "post", "put", "patch", "delete"], "echo"))},
            "/pets/{petId}": {"get": {"operationId": "pet", "parameters": [
                {"name": "petId", "in": "path", "required": true, "schema": {"type": "string"}}],
              "responses": {"200": {"description": "A pet"}}}},
            "/status/{code}": {"get": {"operationId": "status", "parameters": [
                {"name": "code", "in": "path", "required": true, "schema": {"type": "integer"}}],
              "responses": {"200": {"description": "That status"}}}},
            \(simple.map { "\"/\($0)\": {\(methods(["get", "post"], $0))}" }.joined(separator: ",\n    "))
          },
          "components": {"schemas": {"Pet": {"type": "object", "properties": {"id": {"type": "string"}}}}},
          "x-apple": "after components"
        }
        """

    static let yaml = """
        openapi: 3.1.0
        x-zebra: {b: 1, a: [true, null, 1.50]}   # a comment
        info: {title: Conformance, version: 1.0.0, x-owner: tests}
        servers: [{url: "http://internal.example:9000/"}]
        paths:
          /hello:
            get:
              operationId: hello
              summary: Says hello
              parameters:
                - {name: X-Debug, in: header, schema: {type: string}}
                - {name: greeting, in: query, schema: {type: string}}
              responses: {"200": {description: A greeting}}
          /pets/{petId}:
            get:
              operationId: pet
              parameters: [{name: petId, in: path, required: true, schema: {type: string}}]
              responses: {"200": {description: A pet}}
        x-apple: after paths
        """

    private static let simple = [
        "stream", "sse", "slow", "hang", "drip", "trailers", "reset", "close", "garbage", "early", "100",
    ]

    private static func methods(_ names: [String], _ id: String) -> String {
        names.map {
            "\"\($0)\": {\"operationId\": \"\(id)_\($0)\", \"responses\": {\"200\": {\"description\": \"OK\"}}}"
        }
        .joined(separator: ", ")
    }
}
