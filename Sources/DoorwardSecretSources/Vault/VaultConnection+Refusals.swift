internal import DoorwardJOSE
internal import DoorwardSecrets

extension VaultConnection {
    /// The error for an answer that is not what was hoped for ("HTTP API", section of status codes). The texts of the
    /// answer are looked at for the words that are known, and not repeated: they may quote what was sent.
    func refusal(_ response: SecretResponse, of question: VaultQuestion) -> SecretSourceError {
        let place = "\(name)\(namespace.map { " (namespace \($0))" } ?? "")"
        let asked = "\(question.method) \(question.path.shown)"
        let texts = Self.texts(of: response)
        let hint = texts.contains("namespace") ? "; is the namespace right? Set VAULT_NAMESPACE" : ""
        switch response.status {
        case 403:
            return .denied(
                reason: "\(place) refuses \(asked) (403): the token is not valid any more, or its policies lack "
                    + "\(question.need)\(hint)")
        case 404: return .notFound(reason: "\(place) has nothing at \(question.path.shown)\(hint)")
        case 405:
            return .badReference(
                reason: "\(place) does not do \(asked) (405); is the engine the one named in the reference?")
        case 429:
            return .throttled(reason: "\(place) has too many requests (429)", retryAfter: response.retryAfter)
        case 472, 473:
            return .unavailable(
                reason:
                    "\(place) is a secondary or standby for disaster recovery (\(response.status)) that answers nothing; "
                    + "name the active server's address")
        case 412:
            return .unavailable(reason: "\(place) has not yet seen the newest writes (412)")
        case 503 where texts.contains("sealed"):
            return .unavailable(reason: "\(place) is sealed (503); unseal it")
        case 503: return .unavailable(reason: "\(place) is sealed or down for maintenance (503)")
        case 400..<500:
            return .malformed(reason: "\(place) does not understand \(asked) (\(response.status))\(hint)")
        default: return .unavailable(reason: "\(place) answers \(asked) with status \(response.status)\(hint)")
        }
    }

    /// The JSON object of an answer of status 200.
    func object(_ response: SecretResponse, to question: VaultQuestion) throws(SecretSourceError) -> JOSEObject {
        guard response.status == 200 else { throw refusal(response, of: question) }
        return try JOSEObject(
            response.body, place: "the answer of \(name) to \(question.method) \(question.path.shown)")
    }

    /// The error for an answer of status 200 that lacks what it has to have.
    func malformed(_ question: VaultQuestion, lacks what: String) -> SecretSourceError {
        .malformed(reason: "the answer of \(name) to \(question.method) \(question.path.shown) has no \(what)")
    }

    /// What the answer's `errors` say, lower-case, of at most 4 KiB.
    static func texts(of response: SecretResponse) -> String {
        guard response.body.count <= 4096, let object = try? JOSEObject(response.body, place: "") else { return "" }
        return (object["errors"]?.array ?? []).compactMap(\.string).joined(separator: "\n").lowercased()
    }
}
