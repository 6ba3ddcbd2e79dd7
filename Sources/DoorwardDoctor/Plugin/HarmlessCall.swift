internal import DoorwardDocuments

/// A call that changes nothing, made from an operation's description.
struct HarmlessCall: Sendable, Equatable {
    var method: String
    /// Path and query, to be put behind a server's base.
    var target: String
    /// `GET /pets`, as the document has it.
    var name: String
    /// Whether a value was made up that the document gives no example for.
    var isGuess: Bool

    /// The call to try: the operation that is wanted, or the `GET` that needs the least; nil when there is none.
    ///
    /// - Parameters:
    ///   - wanted: an `operationId`, or method and path.
    ///   - guarded: whether operations that say that they need no credentials are left out.
    static func choose(from document: OpenAPIDocument, wanted: String?, guarded: Bool) -> HarmlessCall? {
        if let wanted {
            return document.operations.first { isMeant($0, by: wanted) }.flatMap { make($0, in: document) }
        }
        let calls = document.operations.filter { operation in
            operation.method == "GET" && !(guarded && (operation.isPublic || operation.isOptional))
                && !hasEffect(operation)
        }.compactMap { operation in
            make(operation, in: document).map { (call: $0, needs: operation.parameters.count(where: \.isRequired)) }
        }
        let rank: ((call: HarmlessCall, needs: Int)) -> Int = { ($0.call.isGuess ? 1000 : 0) + $0.needs }
        return calls.min { rank($0) < rank($1) }?.call
    }

    private static func isMeant(_ operation: OpenAPIOperation, by wanted: String) -> Bool {
        if operation.operationID == wanted { return true }
        let parts = wanted.split(separator: " ")
        return parts.count == 2 && parts[0].uppercased() == operation.method && parts[1] == operation.path.text
    }

    /// Some APIs let GET change something.
    private static func hasEffect(_ operation: OpenAPIOperation) -> Bool {
        let text = (operation.path.text + " " + (operation.operationID ?? "")).lowercased()
        return [
            "logout", "signout", "sign-out", "delete", "remove", "reset", "unsubscribe", "cancel", "revoke", "callback",
        ]
        .contains(where: text.contains)
    }

    private static func make(_ operation: OpenAPIOperation, in document: OpenAPIDocument) -> HarmlessCall? {
        // A body could do something; an operation that was asked for by name is called without one.
        var path = operation.path.text
        var query: [String] = []
        var isGuess = false
        for parameter in operation.parameters {
            let isInPath = parameter.location == .path
            guard isInPath || parameter.location == .query && parameter.isRequired else { continue }
            let (value, isMadeUp) = ParameterValue.of(parameter, in: document.value)
            isGuess = isGuess || isMadeUp
            if isInPath {
                path = path.replacing("{\(parameter.name)}", with: Self.encoded(value))
            } else {
                query.append(Self.encoded(parameter.name) + "=" + Self.encoded(value))
            }
        }
        if path.contains("{") {
            isGuess = true
            for name in operation.path.parameterNames { path = path.replacing("{\(name)}", with: "1") }
        }
        let target = query.isEmpty ? path : path + "?" + query.joined(separator: "&")
        return HarmlessCall(
            method: operation.method, target: target, name: "\(operation.method) \(operation.path.text)",
            isGuess: isGuess)
    }

    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var encoded = ""
        for byte in text.utf8 {
            let isPlain =
                byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x30 && byte <= 0x39 || "-._~".utf8.contains(byte)
            if isPlain {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return encoded
    }
}
