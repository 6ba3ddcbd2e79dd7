internal import DoorwardDocuments

/// How an OpenAPI document says that an API is called, in the words of the manifest.
struct SecuritySchemeChoice: Equatable {
    /// `none`, `service_http`, `oauth`; nil when it is a way that GPTs do not have.
    var authentication: String?
    /// `bearer`, `basic` or the name of a field.
    var authorizationType: String?
    var authorizationURL: String?
    var tokenURL: String?
    var scope: String?

    /// The first scheme that applies to guarded operations, or the first there is.
    init(of document: OpenAPIDocument) {
        authentication = "none"
        let schemes = document.value["components"]?["securitySchemes"]?.objectValue?.members ?? []
        let asked = document.operations.lazy.compactMap {
            $0.securityRequirements?.first { !$0.isEmpty }?.schemes.first
        }
        .first
        guard let chosen = schemes.first(where: { $0.key == asked?.name }) ?? schemes.first else { return }
        let scheme = chosen.value["$ref"]?.stringValue.flatMap(document.value.value(atReference:)) ?? chosen.value
        read(scheme, scopes: asked?.scopes ?? [])
    }

    private mutating func read(_ scheme: JSONValue, scopes: [String]) {
        authentication = nil
        switch scheme["type"]?.stringValue {
        case "http":
            authentication = "service_http"
            authorizationType = scheme["scheme"]?.stringValue?.lowercased() == "basic" ? "basic" : "bearer"
        case "apiKey" where scheme["in"]?.stringValue == "header":
            authentication = "service_http"
            authorizationType = scheme["name"]?.stringValue
        case "oauth2":
            guard let flow = scheme["flows"]?["authorizationCode"] else { return }
            authentication = "oauth"
            authorizationURL = flow["authorizationUrl"]?.stringValue
            tokenURL = flow["tokenUrl"]?.stringValue
            let all = flow["scopes"]?.objectValue?.keys ?? []
            scope = (scopes.isEmpty ? all : scopes).joined(separator: " ")
        default: break
        }
    }
}
