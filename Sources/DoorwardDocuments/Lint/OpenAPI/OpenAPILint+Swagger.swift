extension OpenAPILint {
    /// Says that OpenAPI 2.0 is not read any more, and what would change in this very document.
    mutating func reportSwagger(_ version: LocatedValue) {
        let text = version.string ?? version.number ?? ""
        guard text.hasPrefix("2") else {
            return subject.report(
                .apiVersionUnknown, at: version, "`swagger` is “\(text.excerpt)”; there was 2.0 only.",
                hint: "Convert the document to OpenAPI 3.1: `openapi: 3.1.0`.")
        }
        let changes = SwaggerChanges(root, in: subject.document, host: subject.input.host).list
        subject.report(
            .apiVersion2, at: version, atName: true, "This is OpenAPI 2.0; assistants read 3.0 and 3.1.",
            hint: "Convert it (`npx swagger2openapi`, or the editor at editor.swagger.io). In this document: "
                + changes.joined(separator: "; ") + ".")
    }
}

/// What becomes of an OpenAPI 2.0 document in version 3.
private struct SwaggerChanges {
    let root: LocatedValue
    let host: String?
    private var counts: [String: Int] = [:]

    init(_ root: LocatedValue, in document: LocatedDocument, host: String?) {
        self.root = root
        self.host = host
        for place in document.nodes.indices {
            count(LocatedValue(document: document, index: Int32(place)))
        }
    }

    private mutating func count(_ value: LocatedValue) {
        guard let name = value.name else { return }
        switch name {
        case "in":
            if let place = value.string, place == "body" || place == "formData" { counts[place, default: 0] += 1 }
        case "schema":
            if value.parent?.parent?.name == "responses" { counts["answers", default: 0] += 1 }
        case "consumes", "produces", "collectionFormat": counts[name, default: 0] += 1
        case "type": if value.string == "file" { counts["file", default: 0] += 1 }
        case "$ref":
            if let text = value.string, text.hasPrefix("#/definitions/") { counts["references", default: 0] += 1 }
        default: break
        }
    }

    var list: [String] {
        var list = ["`swagger: \"2.0\"` becomes `openapi: 3.0.3`"]
        if root["host"] != nil || root["basePath"] != nil || root["schemes"] != nil { list.append(servers) }
        let sections = [
            ("definitions", "components/schemas"), ("parameters", "components/parameters"),
            ("responses", "components/responses"), ("securityDefinitions", "components/securitySchemes"),
        ]
        for (old, new) in sections {
            if let count = root[old]?.count, count > 0 { list.append("\(old) (\(count)) become \(new)") }
        }
        let texts = [
            ("references", "references to #/definitions/… (%) become #/components/schemas/…"),
            ("body", "body parameters (%) become requestBody"),
            ("formData", "formData parameters (%) become a requestBody with a schema of their own"),
            ("file", "`type: file` (%) becomes `type: string, format: binary`"),
            ("answers", "responses.*.schema (%) become responses.*.content.*.schema"),
            ("consumes", "consumes (%) becomes the content types of requestBody"),
            ("produces", "produces (%) becomes the content types of responses"),
            ("collectionFormat", "collectionFormat (%) becomes style and explode"),
        ]
        for (key, text) in texts {
            guard let count = counts[key] else { continue }
            list.append(text.split(separator: "%").joined(separator: String(count)))
        }
        return list
    }

    private var servers: String {
        let written = root["host"]?.filledString ?? host ?? "<the host that serves this>"
        let named = String(written.prefix { $0 != ":" })
        var path = root["basePath"]?.string ?? ""
        while path.hasSuffix("/") { path.removeLast() }
        if !path.isEmpty, !path.hasPrefix("/") { path = "/" + path }
        let old = ["host", "basePath", "schemes"].filter { root[$0] != nil }.joined(separator: ", ")
        let address = "https://\(named.lowercased().excerpt)\(path.excerpt)"
        return "\(old) become `servers: [{url: \(address)}]`" + differences(written, named)
    }

    /// What assistants want otherwise than the document has it.
    private func differences(_ written: String, _ named: String) -> String {
        var changes: [String] = []
        let schemes = root["schemes"]?.elements.prefix(20).compactMap(\.string) ?? []
        if let scheme = schemes.first, !schemes.contains("https") {
            changes.append("https in the place of \(scheme.excerpt)")
        }
        if written != named, root["host"] != nil {
            changes.append("without the port \(written.dropFirst(named.count + 1).description.excerpt)")
        }
        if named.lowercased() != named { changes.append("the host in lower case") }
        return changes.isEmpty
            ? "" : " (\(changes.joined(separator: ", ")): assistants call no other; let the API answer there)"
    }
}
