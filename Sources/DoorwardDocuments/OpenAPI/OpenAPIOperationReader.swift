/// Reads the operations out of an OpenAPI document's `paths`; what is odd costs one operation and leaves a warning.
struct OpenAPIOperationReader {
    let document: JSONValue
    private(set) var operations: [OpenAPIOperation] = []
    private(set) var warnings: [String] = []
    /// The first template of each shape, to tell when two differ only in the names of their parameters.
    private var shapes: [String: String] = [:]
    private var seen: Set<String> = []
    private var operationIDs: Set<String> = []

    /// References can make many out of few, so there is an end to them.
    private var parametersLeft = 100_000

    private let security: OpenAPISecurityReader

    init(document: JSONValue) {
        self.document = document
        security = OpenAPISecurityReader(document: document)
    }

    mutating func read(_ paths: JSONObject) {
        for (text, item) in paths.members where !text.hasPrefix("x-") {
            let pointer = "/paths/\(text.pointerToken)"
            let template: PathTemplate
            do throws(PathTemplateError) {
                template = try PathTemplate(withoutQuery(text))
            } catch {
                warn("the path '\(text.excerpt)' is left out: \(error)")
                continue
            }
            let shape = template.shape
            if let other = shapes[shape] {
                warn("the paths '\(other.excerpt)' and '\(text.excerpt)' describe the same paths; give each path once")
            } else {
                shapes[shape] = text
            }
            guard let (item, pointer) = resolve(item, at: pointer), let members = item.objectValue else {
                warn("the path '\(text.excerpt)' is left out: it is not an object, or refers to what is not there")
                continue
            }
            read(members, of: template, at: pointer)
        }
    }

    /// Some documents write `/search?q={q}`; what stands in front of the query is the path they mean.
    private mutating func withoutQuery(_ text: String) -> String {
        guard let mark = text.firstIndex(of: "?") else { return text }
        warn(
            "the path '\(text.excerpt)' has a query; describe that by parameters with in: query"
        )
        return String(text[..<mark])
    }

    private mutating func read(_ item: JSONObject, of template: PathTemplate, at pointer: String) {
        let shared = parameters(item["parameters"], at: pointer)
        for (key, value) in item.members where OpenAPIDocument.methods.contains(key) {
            let method = key.uppercased()
            guard let operation = value.objectValue else {
                warn("\(method) \(template.text.excerpt) is left out: an operation is an object")
                continue
            }
            guard seen.insert("\(method) \(template.shape)").inserted else {
                warn("\(method) \(template.text.excerpt) is left out: another path describes the same operation")
                continue
            }
            operations.append(read(operation, method, template, shared: shared, at: "\(pointer)/\(key)"))
        }
    }

    private mutating func read(
        _ operation: JSONObject, _ method: String, _ template: PathTemplate, shared: [OpenAPIParameter],
        at pointer: String
    ) -> OpenAPIOperation {
        let own = parameters(operation["parameters"], at: pointer)
        let names = Set(own.map { "\($0.location.rawValue) \($0.name)" })
        let inherited = shared.filter { !names.contains("\($0.location.rawValue) \($0.name)") }
        let identifier = operation["operationId"]?.stringValue
        if let identifier, !operationIDs.insert(identifier).inserted {
            warn("the operationId '\(identifier.excerpt)' is used twice, the second time at \(pointer.excerpt)")
        }
        if let own = operation["security"], own.arrayValue == nil {
            warn("'security' at \(pointer.excerpt) is not an array and is left out")
        }
        let requirements = operation["security"].flatMap(OpenAPISecurityReader.requirements) ?? security.common
        return OpenAPIOperation(
            method: method, path: template, operationID: identifier, summary: operation["summary"]?.stringValue,
            description: operation["description"]?.stringValue, parameters: inherited + own,
            requestBody: requestBody(operation["requestBody"], at: pointer),
            isPublic: operation["security"]?.arrayValue?.isEmpty ?? false, securityRequirements: requirements,
            scopeAlternatives: requirements.map(security.scopeAlternatives) ?? [], pointer: pointer)
    }

    private mutating func parameters(_ list: JSONValue?, at pointer: String) -> [OpenAPIParameter] {
        guard let list else { return [] }
        guard let elements = list.arrayValue else {
            warn("'parameters' at \(pointer.excerpt) is not an array and is left out")
            return []
        }
        parametersLeft -= elements.count
        guard parametersLeft >= 0 else {
            warn(
                "the parameters at \(pointer.excerpt) are left out: there are too many in the document"
            )
            return []
        }
        var parameters: [OpenAPIParameter] = []
        for (place, element) in elements.enumerated() {
            guard let (parameter, _) = resolve(element, at: pointer), let name = parameter["name"]?.stringValue,
                let location = parameter["in"]?.stringValue.flatMap(OpenAPIParameter.Location.init(rawValue:))
            else {
                warn(
                    "parameter \(place) at \(pointer.excerpt) is left out: no 'name' and 'in', or not found"
                )
                continue
            }
            let content = parameter["content"]?.objectValue?.members.first?.value
            parameters.append(
                OpenAPIParameter(
                    name: name, location: location,
                    isRequired: location == .path || parameter["required"]?.boolValue ?? false,
                    description: parameter["description"]?.stringValue,
                    schema: parameter["schema"] ?? content?["schema"],
                    example: example(of: parameter) ?? content.flatMap(example)))
        }
        return parameters
    }

    private mutating func requestBody(_ value: JSONValue?, at pointer: String) -> OpenAPIRequestBody? {
        guard let value else { return nil }
        guard let (body, _) = resolve(value, at: pointer), let contents = body["content"]?.objectValue else {
            warn("the requestBody at \(pointer.excerpt) is left out: it has no 'content', or cannot be found")
            return nil
        }
        return OpenAPIRequestBody(
            isRequired: body["required"]?.boolValue ?? false, description: body["description"]?.stringValue,
            contents: contents.members.map { type, content in
                .init(contentType: type, schema: content["schema"], example: example(of: content))
            })
    }

    private func example(of value: JSONValue) -> JSONValue? {
        if let example = value["example"] { return example }
        guard let first = value["examples"]?.objectValue?.members.first?.value else { return nil }
        return OpenAPIReferences(document).resolve(first)?.value["value"]
    }

    private func resolve(_ value: JSONValue, at pointer: String) -> (value: JSONValue, pointer: String)? {
        guard let resolved = OpenAPIReferences(document).resolve(value) else { return nil }
        return (resolved.value, resolved.pointer ?? pointer)
    }

    private mutating func warn(_ text: String) { warnings.append(text) }
}
