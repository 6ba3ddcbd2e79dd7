extension OpenAPIDocument {
    /// The document as outsiders are to see it.
    ///
    /// `servers` becomes the public address alone, also where a path or an operation had its own; the security
    /// schemes become the one that the gate really asks for, with OAuth also the scopes; header and cookie parameters,
    /// which assistants cannot send, are taken out. Operations that say `security: []` keep saying so, unless scopes
    /// were given to them. Everything else stays as it was, in its order. Publishing what was published changes nothing.
    public func published(_ publication: OpenAPIPublication) -> JSONValue {
        guard var root = value.objectValue else { return value }
        let scheme = publication.security.scheme
        let common = scheme.map { _ in commonSecurity(publication) }
        let cleaner = OpenAPICleaner(
            references: OpenAPIReferences(value), common: common, security: operationSecurity(publication))
        let server: JSONValue = ["url": .string(publication.publicURL)]
        root.insert([server], forKey: "servers", after: root.contains("info") ? "info" : "openapi")
        if let common {
            root.insert(common, forKey: "security", after: "servers")
        } else {
            root.removeValue(forKey: "security")
        }
        for key in ["paths", "webhooks"] {
            if let items = root[key]?.objectValue { root[key] = .object(cleaner.pathItems(items, at: "/" + key)) }
        }
        var components = root["components"]?.objectValue
        if let items = components?["pathItems"]?.objectValue {
            components?["pathItems"] = .object(cleaner.pathItems(items, at: "/components/pathItems"))
        }
        if let items = components?["callbacks"]?.objectValue {
            components?["callbacks"] = .object(cleaner.callbacks(items))
        }
        if let (name, scheme) = scheme {
            components = components ?? JSONObject()
            components?["securitySchemes"] = .object([name: scheme])
        } else {
            components?.removeValue(forKey: "securitySchemes")
        }
        if let components { root["components"] = .object(components) }
        return .object(root)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}

/// Takes out of paths what outsiders must not see or cannot use.
struct OpenAPICleaner {
    let references: OpenAPIReferences
    /// What the document asks for where an operation says nothing.
    let common: JSONValue?
    /// What operations ask for instead of what they said, by their pointers.
    let security: [String: JSONValue]

    func pathItems(_ items: JSONObject, at pointer: String) -> JSONObject {
        var items = items
        items.updateValues { path, item in
            guard var members = item.objectValue else { return item }
            members.removeValue(forKey: "servers")
            removeUnsendableParameters(from: &members)
            for method in OpenAPIDocument.methods {
                guard let operation = members[method]?.objectValue else { continue }
                let place = "\(pointer)/\(path.pointerToken)/\(method)"
                members[method] = .object(self.operation(operation, security: security[place]))
            }
            return .object(members)
        }
        return items
    }

    private func operation(_ operation: JSONObject, security: JSONValue?) -> JSONObject {
        var operation = operation
        operation.removeValue(forKey: "servers")
        if let security, security != common {
            operation["security"] = security
        } else if security != nil {
            operation.removeValue(forKey: "security")
        } else {
            removeForeignSecurity(from: &operation)
        }
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
