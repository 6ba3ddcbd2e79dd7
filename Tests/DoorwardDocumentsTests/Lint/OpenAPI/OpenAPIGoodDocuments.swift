/// Documents without a fault that use much of OpenAPI.
enum OpenAPIGoodDocuments {
    static let yaml = #"""
        openapi: 3.0.3
        info:
          title: Pet shop
          version: '1.2'
          description: Pets, and who looks after them.
        servers:
        - url: https://api.example.com/v1
        tags: [{name: pets}]
        security:
        - token: []
        x-defaults: &page
          name: limit
          in: query
          description: How many at most
          schema: {type: integer, minimum: 1, maximum: 100, default: 20}
        paths:
          /pets:
            get:
              operationId: listPets
              summary: Lists pets
              parameters:
              - *page
              - {name: kind, in: query, schema: {type: string, enum: [cat, dog]}}
              responses:
                '200':
                  description: The pets
                  headers:
                    X-Total: {schema: {type: integer}}
                  content:
                    application/json:
                      schema:
                        type: array
                        items: {$ref: '#/components/schemas/Pet'}
                      example: [{$ref: 'not a reference', name: Rex}]
                default: {$ref: '#/components/responses/Problem'}
            post:
              operationId: addPet
              description: Adds a pet
              x-openai-isConsequential: true
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/NewPet'}
              responses:
                '201':
                  description: The new pet
                  content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
          /pets/{petId}/photos/{photo}.jpg:
            delete:
              operationId: delete-photo_2
              summary: Removes a photo
              security: []
              parameters:
              - {name: petId, in: path, required: true, schema: {type: string}}
              - <<: *page
                name: photo
                in: path
                required: true
              responses: {'204': {description: Removed}}
        components:
          securitySchemes:
            token: {type: http, scheme: bearer}
          responses:
            Problem:
              description: What went wrong
              content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}
          schemas:
            Problem: {type: object, properties: {detail: {type: string}}}
            NewPet:
              allOf:
              - $ref: '#/components/schemas/Named'
              - type: object
                required: [kind]
                properties: {kind: {type: string}, $ref: {type: string}}
            Named: {type: object, properties: {name: {type: string}}}
            Pet:
              type: object
              properties:
                name: {type: string}
                parent: {$ref: '#/components/schemas/Pet'}
                children: {type: array, items: {$ref: '#/components/schemas/Pet'}}
                default: {type: string, default: '#/nowhere'}
        """#

    static let json = #"""
        {
          "openapi": "3.1.0",
          "info": {"title": "Notes", "version": "2024-01", "x-logo": {"url": "https://api.example.com/logo.png"}},
          "servers": [{"url": "https://api.example.com", "description": "The one"}],
          "paths": {
            "/notes/{id}": {
              "get": {
                "operationId": "getNote", "summary": "Reads a note",
                "parameters": [
                  {"name": "id", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}},
                  {"name": "filter", "in": "query", "content": {"application/json": {"schema":
                    {"type": "object", "properties": {"since": {"type": ["string", "null"]}}}}}}
                ],
                "responses": {"200": {"description": "The note", "content": {"application/json": {"schema":
                  {"$ref": "#/components/schemas/Note"}}}}}
              },
              "put": {
                "operationId": "writeNote", "summary": "Writes a note", "x-openai-isConsequential": false,
                "security": [{"login": ["write"]}],
                "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
                "requestBody": {"$ref": "#/components/requestBodies/Note"},
                "responses": {"204": {"description": "Written"}}
              }
            }
          },
          "webhooks": {"changed": {"post": {"requestBody": {"$ref": "#/components/requestBodies/Note"},
            "responses": {"200": {"description": "Heard"}}}}},
          "components": {
            "requestBodies": {"Note": {"content": {"application/json": {"schema": {"$ref": "#note"}}}}},
            "schemas": {
              "Note": {
                "$anchor": "note", "type": "object",
                "properties": {
                  "text": {"type": "string"}, "tree": {"$ref": "#/components/schemas/Node"},
                  "odd/name~": {"type": "string"}, "same": {"$ref": "#/components/schemas/Note/properties/odd~1name~0"}
                }
              },
              "Node": {"anyOf": [{"type": "null"}, {"type": "object", "properties":
                {"next": {"$ref": "#/components/schemas/Node"}}, "$defs": {"x": {"type": "integer"}}}]}
            },
            "securitySchemes": {"login": {"type": "oauth2", "flows": {"authorizationCode": {
              "authorizationUrl": "https://auth.example.com/authorize",
              "tokenUrl": "https://oauth2.googleapis.com/token",
              "scopes": {"write": "Write notes"}}}}}
          }
        }
        """#
}
