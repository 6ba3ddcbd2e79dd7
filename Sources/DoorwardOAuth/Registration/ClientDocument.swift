import DoorwardJOSE

/// A document that says what a client is, at the address that is the client's id (Client ID Metadata Documents §4).
public enum ClientDocument {
    /// The most bytes of a document.
    public static let largestSize = 5120

    /// Reads a document that came with status 200.
    ///
    /// - Parameters:
    ///   - contentType: the value of the `Content-Type` field.
    ///   - address: where it was.
    /// - Throws: `.clientDocumentInvalid` that says what is wrong, without a word of the document.
    public static func metadata(
        _ body: [UInt8], contentType: String?, of address: ClientDocumentAddress
    ) throws(Rejection) -> ClientMetadata {
        guard let contentType, isJSON(contentType) else { throw .clientDocumentInvalid("it is not sent as JSON") }
        guard body.count <= largestSize else { throw .clientDocumentInvalid("it has more than \(largestSize) bytes") }
        let object = try object(body)
        // Compared as texts, without making them alike first.
        guard let id = object["client_id"]?.string, id.utf8.elementsEqual(address.text.utf8) else {
            throw .clientDocumentInvalid("its client_id is not its address")
        }
        try checkThatNothingIsShared(object)
        let metadata: ClientMetadata
        do throws(Rejection) { metadata = try ClientMetadata(object) } catch { throw invalid(error) }
        guard metadata.name != nil else { throw .clientDocumentInvalid("client_name is missing") }
        guard metadata.redirectURIs != nil else { throw .clientDocumentInvalid("redirect_uris is missing") }
        return metadata
    }

    /// The client that a document makes here.
    ///
    /// - Throws: `.clientDocumentInvalid`.
    public static func record(
        _ metadata: ClientMetadata, of address: ClientDocumentAddress, policy: AuthorizationPolicy, at now: Int64
    ) throws(Rejection) -> ClientRecord {
        do throws(Rejection) {
            return try metadata.record(id: address.text, kind: .document, policy: policy, at: now)
        } catch {
            throw invalid(error)
        }
    }

    private static func object(_ body: [UInt8]) throws(Rejection) -> JOSEObject {
        let read = body.withUnsafeBytes { buffer in
            Result { () throws(JSONProblem) in try JOSEObject(parsing: buffer) }
        }
        guard case .success(let object) = read else { throw .clientDocumentInvalid("it is not one JSON object") }
        return object
    }

    /// Everybody reads the document, so there is no secret in it and none that it could mean.
    private static func checkThatNothingIsShared(_ object: JOSEObject) throws(Rejection) {
        for name in ["client_secret", "client_secret_expires_at"] where object[name] != nil {
            throw .clientDocumentInvalid("\(name) must not be there")
        }
        let methods =
            [object["token_endpoint_auth_method"]?.string].compactMap { $0 }
            + (object["token_endpoint_auth_methods_supported"]?.strings ?? [])
        guard !methods.contains(where: { $0.hasPrefix("client_secret") }) else {
            throw .clientDocumentInvalid("a document cannot have a method with a secret")
        }
    }

    private static func invalid(_ rejection: Rejection) -> Rejection {
        switch rejection {
        case .clientMetadataInvalid(let rule): .clientDocumentInvalid(rule)
        case .redirectURIRefused(let refusal): .clientDocumentInvalid("redirect_uris: \(refusal.rule)")
        default: rejection
        }
    }

    /// `application/json` or `application/…+json`, with any parameters (RFC 6839 §3.1).
    private static func isJSON(_ contentType: String) -> Bool {
        let end = contentType.utf8.firstIndex(of: UInt8(ascii: ";")) ?? contentType.endIndex
        var type = contentType[..<end].lowercased()[...]
        while let last = type.last, last == " " || last == "\t" { type.removeLast() }
        return type == "application/json" || type.hasPrefix("application/") && type.hasSuffix("+json")
    }
}
