/// Which parameters a list describes.
struct OpenAPIParameters {
    /// Place and name of each: `query limit`.
    var all: Set<String> = []
    /// The names of those in the path.
    var inPath: Set<String> = []
    /// Where each path parameter is listed.
    var places: [String: LocatedValue] = [:]
    /// Whether there are some that could not be read.
    var isIncomplete = false
}

extension OpenAPILint {
    mutating func checkOperationParameters(_ operation: LocatedValue, _ title: String, _ path: OpenAPIPath) {
        let list = operation["parameters"]
        let own = list.map { readParameters($0, isAction: true) } ?? OpenAPIParameters()
        let shared = path.shared
        if !own.isIncomplete, !shared.isIncomplete {
            for name in path.names where !own.inPath.contains(name) && !shared.inPath.contains(name) {
                guard step() else { break }
                reportAbsent(
                    .apiPathTemplate, at: operation, atName: true,
                    "\(title) has no parameter for {\(name.excerpt)}.",
                    hint: "Add `{name: \(name.excerpt), in: path, required: true, schema: {type: string}}`.")
            }
        }
        let names = Set(path.names)
        for name in own.inPath.sorted() where !names.contains(name) && !path.isOdd {
            subject.report(
                .apiPathUnused, at: own.places[name] ?? list,
                "\(title) has the path parameter “\(name.excerpt)”, but no {\(name.excerpt)} in its path.",
                hint: "Put {\(name.excerpt)} into the path, or say `in: query`.")
        }
    }

    /// Checks a list of parameters, and tells what is in it.
    mutating func readParameters(_ list: LocatedValue, isAction: Bool) -> OpenAPIParameters {
        var parameters = OpenAPIParameters()
        guard list.kind == .array else {
            if list.kind != .null {
                reportAbsent(
                    .apiParameterIncomplete, at: list, "`parameters` is not a list.",
                    hint: "Write a list of objects with `name`, `in` and `schema`.")
            }
            parameters.isIncomplete = true
            return parameters
        }
        for element in list.elements {
            guard step() else {
                parameters.isIncomplete = true
                break
            }
            guard let parameter = resolveParameter(element) else {
                parameters.isIncomplete = true
                continue
            }
            note(parameter, at: element, in: &parameters)
        }
        return parameters
    }

    /// The parameter itself; nil when it is a reference to nothing.
    private mutating func resolveParameter(_ element: LocatedValue) -> LocatedValue? {
        guard let reference = element["$ref"], reference.kind == .string else { return element }
        subject.report(
            .apiParameterReference, at: reference, for: .init(action: .error, manifest: .warning, mcp: nil),
            "This is described by reference, which ChatGPT's importer does not follow: the operation is lost. Other "
                + "readers follow it.",
            hint: "Write the parameter here.")
        return resolve(element)
    }

    /// Notes a parameter and says what is wrong with it; `element` is where the list has it.
    private mutating func note(_ parameter: LocatedValue, at element: LocatedValue, in known: inout OpenAPIParameters) {
        guard parameter.kind == .object, let name = parameter["name"]?.filledString else {
            known.isIncomplete = true
            return reportAbsent(
                .apiParameterIncomplete, at: parameter["name"] ?? parameter,
                "A parameter has no `name`, or one that is no text.",
                hint: "Give it a `name`, as it stands in the URL.")
        }
        guard let place = checkPlace(parameter, name) else {
            known.isIncomplete = true
            return
        }
        if !known.all.insert("\(place) \(name)").inserted {
            subject.report(
                .apiParameterTwice, at: element, for: .init(action: .error, manifest: .warning, mcp: .warning),
                "The parameter “\(name.excerpt)” is described twice.", hint: "Remove one of the two.")
        }
        if place == "path", known.inPath.insert(name).inserted { known.places[name] = element }
        // A shared parameter is told once.
        guard visitedOnce(parameter) else { return }
        check(parameter, name, place)
    }

    private mutating func checkPlace(_ parameter: LocatedValue, _ name: String) -> String? {
        if let place = parameter["in"]?.string, ["query", "path", "header", "cookie"].contains(place) { return place }
        let found = parameter["in"]?.string
        let isOld = found == "body" || found == "formData"
        reportAbsent(
            .apiParameterIncomplete, at: parameter["in"] ?? parameter,
            "The parameter “\(name.excerpt)” "
                + (found.map { "is `in: \($0.excerpt)`" } ?? "does not say where it goes (`in`)") + ".",
            hint: isOld
                ? "That is OpenAPI 2.0; write a `requestBody`." : "Write `in: query`, path, header or cookie.")
        return nil
    }

    private mutating func check(_ parameter: LocatedValue, _ name: String, _ place: String) {
        if parameter["schema"] == nil, parameter["content"] == nil {
            reportAbsent(
                .apiParameterIncomplete, at: parameter, severity: .warning,
                "The parameter “\(name.excerpt)” has no `schema`; a warning, as the call can be made without it.",
                hint: "Add one, such as `schema: {type: string}`.")
        }
        if let text = parameter["description"], let length = text.string.map({ $0.unicodeScalars.count }) {
            checkLength(length, of: text, name)
        }
        switch place {
        case "header", "cookie", "query": checkCredential(parameter, name, place)
        case "path" where parameter["required"]?.bool != true:
            reportAbsent(
                .apiParameterRequired, at: parameter["required"] ?? parameter,
                "The path parameter “\(name.excerpt)” is not required.", hint: "Add `required: true`.",
                edits: OpenAPIEdits.requiring(parameter))
        default: break
        }
    }

    private mutating func checkLength(_ length: Int, of text: LocatedValue, _ name: String) {
        let hint = "Shorten it; examples and rules fit into the schema (`example`, `enum`, `pattern`)."
        if length > 700 {
            subject.report(
                .apiParameterText, at: text, for: .init(action: .error, manifest: subject.surface == nil ? nil : .info),
                "The description of “\(name.excerpt)” has \(length) characters; 700 is the limit.", hint: hint)
        } else if length > 200, subject.surface == .manifestV1 {
            subject.report(
                .apiParameterText, at: text, severity: .info,
                "The description of “\(name.excerpt)” has \(length) characters; plugins had a limit of 200 in 2023.",
                hint: hint)
        }
    }
}
