/// A part that waits to be visited.
struct OpenAPIVisit {
    let value: LocatedValue
    let part: OpenAPIPart
    /// The number of the file it is in; 0 is the document under lint.
    let file: Int
    /// The reference in the document that led to another file.
    let origin: LocatedValue?
}

extension OpenAPILint {
    /// Visits all parts, also of other files, and follows all references.
    mutating func walk() {
        enqueue(OpenAPIVisit(value: root, part: .document, file: 0, origin: nil))
        var place = 0
        while true {
            if let visit = queue.popLast() {
                self.visit(visit)
            } else if place < targets.count {
                enqueue(targets[place])
                place += 1
            } else {
                return
            }
        }
    }

    /// Puts a part into the queue unless it has been there.
    mutating func enqueue(_ visit: OpenAPIVisit) {
        let kind = visit.value.kind
        guard kind == .object || kind == .array else { return }
        guard files[visit.file].mark(visit.value.identity, visit.part.bit) else { return }
        queue.append(visit)
    }

    /// Whether a value is looked at for the first time by the checks of parameters and bodies.
    mutating func visitedOnce(_ value: LocatedValue) -> Bool {
        guard value.document === subject.document else { return false }
        return files[0].mark(value.identity, 1 << 31)
    }

    private mutating func visit(_ visit: OpenAPIVisit) {
        let value = visit.value
        let before = queue.count
        // The last in the queue is visited first.
        defer { queue[before...].reverse() }
        if value.kind == .array {
            guard let element = visit.part.element else { return }
            for child in value.elements {
                enqueue(OpenAPIVisit(value: child, part: element, file: visit.file, origin: visit.origin))
            }
            return
        }
        let part = visit.part == .schemaOrList ? OpenAPIPart.schema : visit.part
        if part.mayBeReference, let reference = value["$ref"] {
            follow(
                reference, from: value, OpenAPIVisit(value: value, part: part, file: visit.file, origin: visit.origin))
        }
        if part == .schema, visit.file == 0 { checkObject(value) }
        for child in value.members {
            guard let name = child.name else { continue }
            if name == "<<" {
                merge(child, part, visit)
            } else if let role = part.member ?? part.part(of: name) {
                enqueue(OpenAPIVisit(value: child, part: role, file: visit.file, origin: visit.origin))
            }
        }
    }

    /// What YAML's merge key brings in has the role of the value that it is brought into.
    private mutating func merge(_ child: LocatedValue, _ part: OpenAPIPart, _ visit: OpenAPIVisit) {
        guard subject.document.syntax == .yaml else { return }
        if child.kind == .object {
            enqueue(OpenAPIVisit(value: child, part: part, file: visit.file, origin: visit.origin))
        }
        for element in child.elements where element.kind == .object {
            enqueue(OpenAPIVisit(value: element, part: part, file: visit.file, origin: visit.origin))
        }
    }

    /// An object that does not say what is in it.
    private mutating func checkObject(_ schema: LocatedValue) {
        guard let type = schema["type"],
            type.string == "object" || type.elements.contains(where: { $0.string == "object" }),
            schema["properties"] == nil
        else { return }
        for name in ["allOf", "anyOf", "oneOf", "$ref", "$dynamicRef", "not"] where schema[name] != nil { return }
        // A part of a combination often says only once what the whole is.
        if let list = schema.parent, list.kind == .array, ["allOf", "anyOf", "oneOf"].contains(list.name ?? "") {
            return
        }
        let isMap = schema["additionalProperties"] != nil || schema["patternProperties"] != nil
        reportAbsent(
            .apiObjectProperties, at: schema, atName: true,
            for: .init(action: isMap ? .warning : .error, manifest: .info),
            isMap ? "This object is a map, without `properties`." : "This object has no `properties`.",
            hint: isMap
                ? "Add `properties: {}` for the GPT editor, and say in the description what the names are."
                : "Describe its members, or write `properties: {}` when nothing is known.")
    }
}
