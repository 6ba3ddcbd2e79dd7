import DoorwardJOSE

/// Reads a body that is one flat JSON object of strings: how ChatGPT's plugins send the code when the manifest asks for
/// `application/json`.
public enum JSONParameters {
    /// Reads a body.
    ///
    /// - Throws: `Rejection.malformedBody` when it is no JSON object, `.malformedParameter` for a member that is no
    ///   string, `.repeatedParameter` for a name that is there twice, `.bodyTooLarge`.
    public static func parse(_ bytes: [UInt8]) throws(Rejection) -> Parameters {
        guard bytes.count <= Parameters.largestSize else { throw .bodyTooLarge }
        let read = bytes.withUnsafeBytes { buffer in
            Result { () throws(JSONProblem) in try JOSEObject(parsing: buffer) }
        }
        switch read {
        case .success(let object): return try parameters(object)
        case .failure(.duplicateName): throw .repeatedParameter("of the JSON object")
        case .failure: throw .malformedBody
        }
    }

    private static func parameters(_ object: JOSEObject) throws(Rejection) -> Parameters {
        guard object.members.count <= Parameters.largestCount else { throw .malformedBody }
        var parameters = Parameters()
        for member in object.members {
            guard case .string(let text) = member.value, !text.utf8.contains(0) else {
                throw .malformedParameter(String(member.name.prefix(64)))
            }
            parameters.entries.append(Parameters.Entry(name: member.name, value: text))
        }
        return parameters
    }
}
