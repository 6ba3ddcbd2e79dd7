/// Who may call an operation with an access token.
public struct OperationAccess: Sendable, Equatable {
    /// Whether it can be called without any credentials.
    public var isPublic: Bool
    /// Sets of scopes of which a token must have one completely; an empty set among them means that any token will do.
    /// Empty when nothing is said of scopes.
    public var alternatives: [[String]]

    public init(isPublic: Bool, alternatives: [[String]]) {
        self.isPublic = isPublic
        self.alternatives = alternatives
    }

    /// Every scope that is named, each once, in order.
    public var scopes: [String] {
        alternatives.reduce(into: []) { all, scopes in
            for scope in scopes where !all.contains(scope) { all.append(scope) }
        }
    }
}

extension OpenAPIOperation {
    /// Who may call it, when what is configured counts more than what the document says.
    ///
    /// - Parameter configured: scopes by operationId, by method and path (`GET /notes`), or by ``pointer``. An
    ///   operation that needs scopes is not public, whatever the document says.
    public func access(_ configured: [String: [String]] = [:]) -> OperationAccess {
        let names = [operationID, "\(method) \(path.text)", pointer]
        guard let scopes = names.lazy.compactMap({ $0.flatMap { configured[$0] } }).first else {
            return OperationAccess(isPublic: isPublic, alternatives: scopeAlternatives)
        }
        return OperationAccess(isPublic: isPublic && scopes.isEmpty, alternatives: [scopes])
    }
}

extension OpenAPIDocument {
    /// The names among these that are no operation's: neither an operationId, nor a method and path, nor a pointer.
    public func unknownOperations(among names: some Sequence<String>) -> [String] {
        var known: Set<String> = []
        for operation in operations {
            if let identifier = operation.operationID { known.insert(identifier) }
            known.insert("\(operation.method) \(operation.path.text)")
            known.insert(operation.pointer)
        }
        return names.filter { !known.contains($0) }
    }
}
