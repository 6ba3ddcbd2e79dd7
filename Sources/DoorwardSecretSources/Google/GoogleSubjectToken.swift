internal import DoorwardJOSE
internal import DoorwardSecrets

/// Reads the token that a workload has from its own provider, from a file or from an address, anew each time.
struct GoogleSubjectToken: Sendable {
    private let surroundings: SourceSurroundings

    init(_ surroundings: SourceSurroundings) { self.surroundings = surroundings }

    func read(_ workload: GoogleWorkload) async throws(SecretSourceError) -> String {
        let bytes: [UInt8]
        let place: String
        switch workload.source {
        case .file(let path):
            guard let read = try surroundings.bytes(ofFile: path) else {
                throw .denied(
                    reason:
                        "there is no file \(path), which credential_source.file in \(workload.file) names; mount the "
                        + "workload's token there")
            }
            (bytes, place) = (read, path)
        case .address(let address, let headers):
            let request = SecretRequest("GET", address.text, headers: headers)
            let answer = try await surroundings.send { () throws(SecretSourceError) in request }
            guard answer.status == 200 else {
                throw answer.status >= 500 || answer.status == 429
                    ? .unavailable(reason: "\(address.host) says status \(answer.status)")
                    : .denied(
                        reason: "\(address.host) says status \(answer.status); check url and headers of "
                            + "credential_source in \(workload.file)")
            }
            (bytes, place) = (answer.body, address.host)
        }
        return try token(in: bytes, field: workload.tokenField, place: place)
    }

    private func token(in bytes: [UInt8], field: String?, place: String) throws(SecretSourceError) -> String {
        var text = bytes[...]
        if let field {
            let object = try JOSEObject(bytes, place: "what \(place) holds")
            guard let value = object[field]?.string else {
                throw .malformed(
                    reason: "what \(place) holds has no text in \(field), as subject_token_field_name says")
            }
            text = Array(value.utf8)[...]
        }
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
        while let last = text.last, isBlank(last) { text.removeLast() }
        text = text.drop(while: isBlank)
        // A token is a JWT or a base64 text; anything else, such as a page, is a mistake that must not be sent on.
        guard !text.isEmpty, text.count <= 16 * 1024, text.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x3C })
        else {
            throw .malformed(
                reason: "what \(place) holds is not a token; the workload's provider has to write one there")
        }
        return String(decoding: text, as: UTF8.self)
    }
}
