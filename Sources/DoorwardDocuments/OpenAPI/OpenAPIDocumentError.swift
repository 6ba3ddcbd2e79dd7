/// Why a document is not an OpenAPI document that can be used at all.
public enum OpenAPIDocumentError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The document is not an object but a value of this kind.
    case notAnObject(kind: String)
    /// It is in the format before OpenAPI 3, whose version it gives.
    case swagger(version: String)
    /// It says neither `openapi` nor `swagger`.
    case noVersion
    /// It is of a version that is not known here.
    case unknownVersion(String)
    /// It has no `paths`, or they are not an object.
    case noPaths

    public var description: String {
        switch self {
        case .notAnObject(let kind):
            "an OpenAPI document is an object with 'openapi', 'info' and 'paths'; this one is of kind \(kind)"
        case .swagger(let version):
            "this is Swagger \(version.excerpt), the format before OpenAPI 3; convert it, for example with "
                + "`npx swagger2openapi --outfile openapi.yaml swagger.yaml` or at https://converter.swagger.io"
        case .noVersion: "'openapi' is missing at the top; write openapi: 3.1.0 (or 3.0.3)"
        case .unknownVersion(let version): "'openapi' is '\(version.excerpt)'; versions 3.0 and 3.1 are understood"
        case .noPaths: "'paths' is missing or not an object; write the API's paths there, such as /hello"
        }
    }
}
