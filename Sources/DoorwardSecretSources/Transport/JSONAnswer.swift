internal import DoorwardJOSE
internal import DoorwardSecrets

extension JOSEObject {
    /// Reads the JSON object of an answer, or of a file.
    ///
    /// - Parameter place: what the text is, for the message: `the answer of secretsmanager`.
    init(_ bytes: [UInt8], place: @autoclosure () -> String) throws(SecretSourceError) {
        let outcome = bytes.withUnsafeBytes { text in
            Result { () throws(JSONProblem) in try JOSEObject(parsing: text) }
        }
        switch outcome {
        case .success(let object): self = object
        // The problem may quote what it stumbled over, and that may be part of a secret.
        case .failure: throw .malformed(reason: "\(place()) is not a JSON object")
        }
    }
}

extension Secret {
    /// The member of the JSON object that the value is, as `#name` behind a reference asks for it: a string, or a
    /// number as written without fraction.
    func member(_ name: String) throws(SecretSourceError) -> Secret {
        let bytes = withUnsafeBytes { Array($0) }
        let object = try JOSEObject(bytes, place: "the value")
        switch object[name] {
        case .string(let text): return Secret(utf8: text)
        case .integer(let number): return Secret(utf8: String(number))
        case nil:
            // The other names may be telling; which one is meant is for the operator to say.
            throw .notFound(reason: "the value has no member \(name); correct what follows the #")
        default: throw .malformed(reason: "the member \(name) of the value is not a text")
        }
    }
}
