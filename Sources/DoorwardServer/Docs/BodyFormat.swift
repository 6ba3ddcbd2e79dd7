import DoorwardDocuments

/// How a body that people can type is written.
enum BodyFormat {
    case json, form, text

    /// Nil for media types that a text field cannot hold, such as `multipart/form-data` and `image/png`.
    init?(contentType: String) {
        let type = contentType.lowercased().prefix { $0 != ";" }.filter { !$0.isWhitespace }
        switch type {
        case "application/json", "*/*", "application/*": self = .json
        case "application/x-www-form-urlencoded": self = .form
        case "application/xml", "application/yaml", "application/x-yaml", "application/x-ndjson", "application/graphql":
            self = .text
        default:
            if type.hasSuffix("+json") {
                self = .json
            } else if type.hasPrefix("text/") || type.hasSuffix("+xml") || type.hasSuffix("+yaml") {
                self = .text
            } else {
                return nil
            }
        }
    }

    func text(of value: JSONValue) -> String {
        switch self {
        case .json: return String(decoding: value.serialized(pretty: true), as: UTF8.self)
        case .text: return value.stringValue ?? String(decoding: value.serialized(pretty: true), as: UTF8.self)
        case .form:
            guard let members = value.objectValue?.members else { return SchemaSummary.typed(value) }
            return members.map { name, value in
                CurlLine.encoded(name) + "=" + CurlLine.encoded(SchemaSummary.typed(value))
            }.joined(separator: "&")
        }
    }
}
