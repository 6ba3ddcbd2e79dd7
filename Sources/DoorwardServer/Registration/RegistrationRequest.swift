import DoorwardJOSE
import DoorwardOAuth

/// What requests to the registration endpoint have in common: a small JSON object, and a token in a header.
enum RegistrationRequest {
    /// The most bytes of a body.
    static let largestSize = 16_384

    /// The JSON object of the body.
    ///
    /// - Throws: `.unsupportedMediaType`, `.bodyTooLarge`, `.clientMetadataInvalid`.
    static func object(of request: EndpointRequest) throws(Rejection) -> JOSEObject {
        guard MachineRequest.mediaType(of: request) == .json else { throw .unsupportedMediaType }
        guard request.body.count <= largestSize else { throw .bodyTooLarge }
        let read = request.body.withUnsafeBytes { buffer in
            Result { () throws(JSONProblem) in try JOSEObject(parsing: buffer) }
        }
        guard case .success(let object) = read else {
            throw .clientMetadataInvalid("the body must be one JSON object that has no name twice")
        }
        return object
    }

    /// The token of `Authorization: Bearer`; nil when there is none.
    static func bearer(of request: EndpointRequest) -> String? {
        guard let field = request.field("authorization")?.utf8, field.count <= 8192,
            field.prefix(7).elementsEqual("bearer ".utf8, by: { $0 == $1 || $0 | 0x20 == $1 })
        else { return nil }
        let token = String(Substring(field.dropFirst(7).drop { $0 == UInt8(ascii: " ") }))
        return token.isEmpty ? nil : token
    }
}
