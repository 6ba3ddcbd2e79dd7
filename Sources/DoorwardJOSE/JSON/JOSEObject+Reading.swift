extension JOSEObject {
    /// Reads the object of a part, with the part named in the error.
    init(parsing text: [UInt8], as part: JOSEError.Part) throws(JOSEError) {
        let result = text.withUnsafeBytes { bytes in
            Result { () throws(JSONProblem) in try JOSEObject(parsing: bytes) }
        }
        switch result {
        case .success(let object): self = object
        case .failure(let problem): throw .invalidJSON(part, problem)
        }
    }
}
