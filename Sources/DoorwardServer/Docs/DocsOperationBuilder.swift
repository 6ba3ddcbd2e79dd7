import DoorwardDocuments

/// Makes the view of each operation; it remembers the anchors that are taken and what is left of the page's room.
struct DocsOperationBuilder {
    /// All examples and schemas of a page together have at most this many bytes.
    static let roomForExamples = 1 << 20
    /// One example or schema has at most this many.
    static let longestExample = 16_384

    let document: JSONValue
    let origin: String
    let curlCredential: String?
    var open = false
    var anchors = Anchors()
    private let references: LocalReferences
    private let examples: SchemaExample
    private let summary: SchemaSummary
    private var room = Self.roomForExamples

    init(document: JSONValue, origin: String, curlCredential: String?) {
        self.document = document
        self.origin = origin
        self.curlCredential = curlCredential
        references = LocalReferences(document: document)
        examples = SchemaExample(document: document)
        summary = SchemaSummary(references: references)
    }

    mutating func view(of operation: OpenAPIOperation, raw: JSONValue) -> DocsOperation {
        let path = operation.path.description
        let anchor = anchors.anchor(for: operation.operationID ?? "\(operation.method)-\(path)", prefix: "op-")
        let about = Prose.paragraphs(operation.description)
        let summary = Prose.line(operation.summary, limit: 300)
        let parameters = operation.parameters.map(row)
        let body = operation.requestBody.map { bodyView($0) }
        let responses = responses(raw)
        let inputs = inputs(of: operation, anchor: anchor)
        let formBody = body.flatMap { self.formBody(of: operation, shown: $0) }
        let obstacle = obstacle(to: operation, formBody: formBody)
        return DocsOperation(
            anchor: anchor, label: summary.isEmpty ? "\(operation.method) \(path)" : Prose.cut(summary, to: 60),
            method: operation.method, path: path,
            writes: !["GET", "HEAD", "OPTIONS", "TRACE"].contains(operation.method),
            open: open, deprecated: raw["deprecated"]?.boolValue == true,
            summary: summary.isEmpty ? [] : [summary], hasAbout: !about.isEmpty, about: about,
            hasParameters: !parameters.isEmpty, parameters: parameters, body: body.map { [$0] } ?? [],
            hasResponses: !responses.rows.isEmpty, responses: responses.rows, answer: responses.answer,
            obstacle: obstacle.map { [$0] } ?? [],
            form: obstacle == nil ? [DocsForm(inputs: inputs, formBody: formBody.map { [$0] } ?? [])] : [],
            curl: curl(operation, inputs: inputs, body: formBody))
    }

    private func row(_ parameter: OpenAPIParameter) -> DocsParameter {
        DocsParameter(
            name: parameter.name, place: parameter.location.rawValue, type: summary.text(of: parameter.schema),
            required: parameter.isRequired || parameter.location == .path,
            parameterAbout: Prose.paragraphs(parameter.description, limit: 2_000))
    }

    // MARK: Bodies and answers

    private mutating func bodyView(_ body: OpenAPIRequestBody) -> DocsBody {
        var contents: [DocsContent] = []
        for content in body.contents {
            let example = example(of: content, sending: true)
            let schema = content.schema.flatMap { schema in
                fitting(String(decoding: references.resolved(schema).serialized(pretty: true), as: UTF8.self))
            }
            contents.append(
                DocsContent(
                    contentType: Prose.line(content.contentType, limit: 200), example: example.map { [$0] } ?? [],
                    schema: schema.map { [$0] } ?? []))
        }
        return DocsBody(
            bodyRequired: body.isRequired, bodyAbout: Prose.paragraphs(body.description), contents: contents)
    }

    private mutating func responses(_ raw: JSONValue) -> (rows: [DocsResponse], answer: [DocsAnswer]) {
        var rows: [DocsResponse] = []
        var answer: [DocsAnswer] = []
        for (status, value) in raw["responses"]?.objectValue?.members ?? [] where !status.hasPrefix("x-") {
            let response = references.resolved(value)
            let contents = response["content"]?.objectValue?.members ?? []
            rows.append(
                DocsResponse(
                    status: Prose.cut(status, to: 20),
                    responseAbout: Prose.paragraphs(response["description"]?.stringValue, limit: 2_000),
                    responseType: contents.isEmpty
                        ? [] : [Prose.line(contents.map(\.key).joined(separator: ", "), limit: 200)]))
            guard answer.isEmpty, status.hasPrefix("2"), let first = contents.first else { continue }
            let said = first.value["example"] ?? first.value["examples"]?.objectValue?.members.first?.value["value"]
            let content = OpenAPIRequestBody.Content(
                contentType: first.key, schema: first.value["schema"], example: said)
            if let text = example(of: content, sending: false) {
                answer = [DocsAnswer(status: Prose.cut(status, to: 20), example: text)]
            }
        }
        return (rows, answer)
    }

    /// The example a content says, or one made from its schema, in the content's format; nil where that is not text.
    private mutating func example(of content: OpenAPIRequestBody.Content, sending: Bool) -> String? {
        guard room > 0, let format = BodyFormat(contentType: content.contentType) else { return nil }
        if format == .text, content.example == nil { return nil }
        guard let value = content.example ?? content.schema.map({ examples.value(for: $0, sending: sending) }) else {
            return nil
        }
        return fitting(format.text(of: value))
    }

    /// The text, unless it is too long or the page is full.
    private mutating func fitting(_ text: String) -> String? {
        let text = text.last == "\n" ? String(text.dropLast()) : text
        guard !text.isEmpty, text.utf8.count <= min(room, Self.longestExample) else { return nil }
        room -= text.utf8.count
        return text
    }

    // MARK: The form

    private func inputs(of operation: OpenAPIOperation, anchor: String) -> [DocsInput] {
        operation.parameters.enumerated().compactMap { number, parameter in
            guard parameter.location != .cookie else { return nil }
            let schema = parameter.schema.map(references.resolved) ?? .null
            let required = parameter.isRequired || parameter.location == .path
            let said = (parameter.example ?? schema["example"] ?? schema["default"]).flatMap(Self.input)
            let isArray = SchemaType(of: schema) == .array
            let value = required && !isArray ? said ?? "" : ""
            return DocsInput(
                inputID: "\(anchor).\(number)", name: parameter.name, place: parameter.location.rawValue,
                required: required, value: value, hint: isArray ? "a, b, c" : said ?? "",
                list: isArray ? (parameter.location == .query ? "repeat" : "comma") : "",
                choices: choices(schema, selected: value))
        }
    }

    private func choices(_ schema: JSONValue, selected: String) -> [DocsChoices] {
        let values = SchemaType(of: schema) == .boolean ? [true, false] : schema["enum"]?.arrayValue ?? []
        let texts = values.prefix(201).compactMap(Self.input)
        guard !texts.isEmpty, texts.count == values.count, texts.count <= 200 else { return [] }
        return [DocsChoices(options: texts.map { DocsOption(option: $0, selected: $0 == selected) })]
    }

    /// A value as it is typed into an input; nil when it is too long for that.
    private static func input(_ value: JSONValue) -> String? {
        let text = SchemaSummary.typed(value)
        return text.utf8.count <= 500 ? text : nil
    }

    private func formBody(of operation: OpenAPIOperation, shown: DocsBody) -> DocsFormBody? {
        guard !["GET", "HEAD"].contains(operation.method) else { return nil }
        let fitting = shown.contents.filter { BodyFormat(contentType: $0.contentType) != nil }
        guard !fitting.isEmpty else { return nil }
        let types = fitting.map { content in
            DocsBodyType(
                typeName: content.contentType.contains("*") ? "application/json" : content.contentType,
                typeExample: content.example.first ?? "")
        }
        let onlyType = types.count == 1 ? [types[0].typeName] : []
        let note = onlyType + (shown.bodyRequired ? ["required"] : [])
        return DocsFormBody(
            bodyRequired: shown.bodyRequired, bodyNote: note.joined(separator: ", "), several: types.count > 1,
            types: types, onlyType: onlyType, text: types[0].typeExample)
    }

    private func obstacle(to operation: OpenAPIOperation, formBody: DocsFormBody?) -> String? {
        if ["TRACE", "CONNECT", "TRACK"].contains(operation.method) {
            return "A browser cannot send \(operation.method) requests."
        }
        guard let body = operation.requestBody, body.isRequired, formBody == nil else { return nil }
        let types = Prose.line(body.contents.map(\.contentType).joined(separator: ", "), limit: 200)
        return "A request with a body of \(types) cannot be sent from this page; use a command such as curl."
    }

    private func curl(_ operation: OpenAPIOperation, inputs: [DocsInput], body: DocsFormBody?) -> String {
        var path = operation.path.description
        var query: [String] = []
        for input in inputs where !input.value.isEmpty {
            let value = CurlLine.encoded(input.value)
            if input.place == "path" { path = path.replacing("{\(input.name)}", with: value) }
            if input.place == "query" { query.append("\(CurlLine.encoded(input.name))=\(value)") }
        }
        let url = origin + path + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
        return CurlLine(
            method: operation.method, url: url, credential: curlCredential, contentType: body?.types.first?.typeName,
            body: body.flatMap { $0.text.isEmpty ? nil : $0.text }
        ).text
    }
}
