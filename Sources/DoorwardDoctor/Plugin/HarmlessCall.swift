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

    /// Whether the document says that it needs credentials.
    var isSaidGuarded = false

    /// The call to try: the operation that is wanted, or the `GET` that needs the least; nil when there is none.
    ///
    /// - Parameters:
    ///   - wanted: an `operationId`, or method and path.
    ///   - guarded: whether operations that say that they need no credentials are left out.
    static func choose(from document: OpenAPIDocument, wanted: String?, guarded: Bool) -> HarmlessCall? {
        guard let wanted else { return all(of: document, guarded: guarded).first }
        guard refusal(of: wanted, in: document) == nil else { return nil }
        return document.operations.first { isMeant($0, by: wanted) }.flatMap { make($0, in: document) }
    }

    /// Every `GET` that seems to change nothing, that which needs the least first.
    static func all(of document: OpenAPIDocument, guarded: Bool) -> [HarmlessCall] {
        var calls: [(call: HarmlessCall, rank: Int)] = []
        for operation in document.operations where operation.method == "GET" {
            guard !(guarded && (operation.isPublic || operation.isOptional)) else { continue }
            let words = OperationWords(operation, in: document)
            guard !words.acts, let call = make(operation, in: document) else { continue }
            // What tells the server's health is often open, and says nothing about the guard.
            let rank =
                (call.isGuess ? 10_000 : 0) + (guarded && words.tellsHealth ? 1000 : 0)
                + 2 * operation.parameters.count(where: \.isRequired) + (words.reads ? 0 : 1)
            calls.append((call, rank))
        }
        // `sorted` keeps the document's order among equals.
        return calls.sorted { $0.rank < $1.rank }.map(\.call)
    }

    /// Why the operation that a person names is not called, as a sentence; nil when it is.
    static func refusal(of wanted: String, in document: OpenAPIDocument) -> String? {
        guard let operation = document.operations.first(where: { isMeant($0, by: wanted) }) else {
            let names = document.operations.prefix(10).map { operation in
                (operation.operationID ?? "\(operation.method) \(operation.path.text)").prefix(60)
            }
            let more = document.operations.count > names.count ? ", …" : ""
            return names.isEmpty
                ? "There is no operation '\(wanted)'; the document describes none at all."
                : "There is no operation '\(wanted)'; there are \(names.joined(separator: ", "))\(more)."
        }
        if operation.method != "GET" {
            return """
                '\(wanted)' is a \(operation.method): operations are called only when they read (GET). Name one that \
                does.
                """
        }
        return OperationWords.isConsequential(operation, in: document)
            ? "'\(wanted)' has consequences (x-openai-isConsequential); operations are called only when they read."
            : nil
    }

    private static func isMeant(_ operation: OpenAPIOperation, by wanted: String) -> Bool {
        if operation.operationID == wanted { return true }
        let parts = wanted.split(separator: " ")
        return parts.count == 2 && parts[0].uppercased() == operation.method && parts[1] == operation.path.text
    }

    private static func make(_ operation: OpenAPIOperation, in document: OpenAPIDocument) -> HarmlessCall? {
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
            isGuess: isGuess,
            isSaidGuarded: operation.securityRequirements?.isEmpty == false && !operation.isOptional)
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
