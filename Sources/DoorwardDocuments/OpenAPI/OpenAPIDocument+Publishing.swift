extension OpenAPIDocument {
    /// The document as outsiders are to see it.
    ///
    /// `servers` becomes the public address alone, also where a path or an operation had its own; the security
    /// schemes become the one that the gate really asks for; header and cookie parameters, which assistants cannot
    /// send, are taken out. Operations that say `security: []` keep saying so. Everything else stays as it was, in
    /// its order. Publishing what was published changes nothing.
    public func published(_ publication: OpenAPIPublication) -> JSONValue {
        guard var root = value.objectValue else { return value }
        let cleaner = OpenAPICleaner(references: OpenAPIReferences(value))
        let server: JSONValue = ["url": .string(publication.publicURL)]
        root.insert([server], forKey: "servers", after: root.contains("info") ? "info" : "openapi")
        switch publication.security.scheme {
        case .some(let (name, _)):
            let requirement: JSONValue = .object([name: []])
            root.insert([requirement], forKey: "security", after: "servers")
        case .none: root.removeValue(forKey: "security")
        }
        for key in ["paths", "webhooks"] {
            if let items = root[key]?.objectValue { root[key] = .object(cleaner.pathItems(items)) }
        }
        var components = root["components"]?.objectValue
        if let items = components?["pathItems"]?.objectValue {
            components?["pathItems"] = .object(cleaner.pathItems(items))
        }
        if let items = components?["callbacks"]?.objectValue {
            components?["callbacks"] = .object(cleaner.callbacks(items))
        }
        if let (name, scheme) = publication.security.scheme {
            components = components ?? JSONObject()
            components?["securitySchemes"] = .object([name: scheme])
        } else {
            components?.removeValue(forKey: "securitySchemes")
        }
        if let components { root["components"] = .object(components) }
        return .object(root)
    }
}

extension OpenAPIPublication.Security {
    /// The scheme's name and its description (OpenAPI 3.1 section 4.8.27); nil where none is asked for.
    var scheme: (name: String, value: JSONValue)? {
        switch self {
        case .none: nil
        case .bearer: ("bearerAuth", ["type": "http", "scheme": "bearer"])
        case .basic: ("basicAuth", ["type": "http", "scheme": "basic"])
        case .header(let name): ("apiKeyAuth", ["type": "apiKey", "in": "header", "name": .string(name)])
        }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}

/// Takes out of paths what outsiders must not see or cannot use.
struct OpenAPICleaner {
    let references: OpenAPIReferences

    func pathItems(_ items: JSONObject) -> JSONObject {
        var items = items
        items.updateValues { _, item in
            guard var members = item.objectValue else { return item }
            members.removeValue(forKey: "servers")
            removeUnsendableParameters(from: &members)
            for method in OpenAPIDocument.methods {
                if let operation = members[method]?.objectValue { members[method] = .object(self.operation(operation)) }
            }
            return .object(members)
        }
        return items
    }

    private func operation(_ operation: JSONObject) -> JSONObject {
        var operation = operation
        operation.removeValue(forKey: "servers")
        removeForeignSecurity(from: &operation)
        removeUnsendableParameters(from: &operation)
        if let callbacks = operation["callbacks"]?.objectValue {
            operation["callbacks"] = .object(self.callbacks(callbacks))
        }
        return operation
    }

    /// In callbacks only the names of security schemes go, which would lead nowhere; they describe other servers than
    /// this one.
    func callbacks(_ callbacks: JSONObject) -> JSONObject {
        var callbacks = callbacks
        callbacks.updateValues { _, callback in
            guard var items = callback.objectValue else { return callback }
            items.updateValues { _, item in
                guard var members = item.objectValue else { return item }
                for method in OpenAPIDocument.methods {
                    guard var operation = members[method]?.objectValue else { continue }
                    removeForeignSecurity(from: &operation)
                    members[method] = .object(operation)
                }
                return .object(members)
            }
            return .object(items)
        }
        return callbacks
    }

    /// Takes an operation's own security out, so that the document's applies, unless it says that none is needed.
    private func removeForeignSecurity(from operation: inout JSONObject) {
        guard let security = operation["security"], security.arrayValue?.isEmpty != true else { return }
        operation.removeValue(forKey: "security")
    }

    private func removeUnsendableParameters(from members: inout JSONObject) {
        guard let parameters = members["parameters"]?.arrayValue else { return }
        let kept = parameters.filter { parameter in
            let location = references.resolve(parameter)?.value["in"]?.stringValue
            return location != "header" && location != "cookie"
        }
        guard kept.count < parameters.count else { return }
        members["parameters"] = kept.isEmpty ? nil : .array(kept)
    }
}
