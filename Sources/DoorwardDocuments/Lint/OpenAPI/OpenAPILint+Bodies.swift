extension OpenAPILint {
    /// The request body of an operation.
    mutating func checkBody(_ operation: LocatedValue, _ method: String, _ title: String) {
        guard let written = operation["requestBody"], written.kind == .object else { return }
        if method == "get" {
            subject.report(
                .apiBodyMethod, at: written, atName: true, "\(title) has a request body.",
                hint: "Describe what it holds as parameters with `in: query`.")
        }
        guard let body = resolve(written), visitedOnce(body) else { return }
        guard let content = body["content"], content.kind == .object, content.count > 0 else {
            return reportAbsent(
                .apiBodyType, at: body, atName: true, "The request body of \(title) has no `content`.",
                hint: "Add `content: {application/json: {schema: …}}`.")
        }
        var json: LocatedValue?
        for type in content.members {
            guard step(), let name = type.name else { continue }
            if Self.isJSON(name) {
                json = type
                break
            }
        }
        guard let json else {
            let name = content.members.first { $0.name != nil }?.name ?? ""
            return subject.report(
                .apiBodyType, at: content, atName: true, "The request body of \(title) is \(name.excerpt), not JSON.",
                hint: "Accept application/json as well, and describe that.")
        }
        checkBodySchema(json["schema"], of: json, title)
    }

    private mutating func checkBodySchema(_ written: LocatedValue?, of type: LocatedValue, _ title: String) {
        let schema = written.flatMap { $0["$ref"]?.kind == .string ? resolve($0) : $0 }
        // What a reference to nothing means is told where it stands.
        if written != nil, schema == nil { return }
        guard !Self.isObjectSchema(schema) else { return }
        let kind = schema?["type"]?.string
        reportAbsent(
            .apiBodySchema, at: written ?? type, atName: true,
            for: .init(action: .error, manifest: .warning, mcp: .warning),
            "The request body of \(title) is " + (kind.map { "of type \($0.excerpt)" } ?? "not described")
                + ", where an object is wanted.",
            hint: "Write `type: object` with `properties`.")
    }

    /// Whether a schema may describe an object; a combination of schemas may.
    private static func isObjectSchema(_ schema: LocatedValue?) -> Bool {
        guard let schema, schema.kind == .object else { return false }
        if let type = schema["type"] {
            return type.string == "object" || type.elements.contains { $0.string == "object" }
        }
        return ["properties", "allOf", "oneOf", "anyOf", "$ref", "$dynamicRef"].contains { schema[$0] != nil }
    }

    private static func isJSON(_ type: String) -> Bool {
        guard type.utf8.count <= 200 else { return false }
        let name = type.lowercased().prefix { $0 != ";" && $0 != " " }
        return name == "application/json" || name.hasSuffix("+json") || name == "text/json" || name == "*/*"
            || name == "application/*"
    }
}
