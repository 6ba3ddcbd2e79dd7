extension OpenAPILint {
    /// What a value means when it is a reference, or the value itself; nil when that is not in this document, or
    /// nowhere.
    mutating func resolve(_ value: LocatedValue) -> LocatedValue? {
        var value = value
        for _ in 0..<16 {
            guard let reference = value["$ref"]?.string else { return value }
            guard case .local(let pointer) = OpenAPIReference(reference), pointer.utf8.first == UInt8(ascii: "/"),
                let target = files[0].find(pointer)
            else { return nil }
            value = target
        }
        return nil
    }

    /// Checks where a reference leads, and sends its target to be visited.
    mutating func follow(_ reference: LocatedValue, from holder: LocatedValue, _ visit: OpenAPIVisit) {
        guard let text = reference.string else {
            guard visit.file == 0 else { return }
            return reportAbsent(
                .apiReferenceForm, at: reference, "`$ref` is not a text.",
                hint: "Write a text such as '#/components/schemas/Pet'; in YAML with quotes.")
        }
        switch OpenAPIReference(text) {
        case .remote:
            subject.report(
                .apiReferenceRemote, at: visit.origin ?? reference,
                "\(inFile(visit))The reference \(text.excerpt) leads to another site; it is not fetched.",
                hint: "Copy what it describes into this document.")
        case .absoluteFile: reportUnread(text, visit.origin ?? reference)
        case .local(let pointer): followLocal(pointer, reference, holder, visit)
        case .file(let path, let pointer): followFile(path, pointer, reference, holder, visit)
        }
    }

    private func inFile(_ visit: OpenAPIVisit) -> String {
        visit.file == 0 ? "" : "In \(files[visit.file].path.excerpt): "
    }

    private mutating func followLocal(
        _ pointer: String, _ reference: LocatedValue, _ holder: LocatedValue, _ visit: OpenAPIVisit
    ) {
        guard pointer.utf8.first == UInt8(ascii: "/") else { return checkForm(pointer, reference, visit) }
        guard let target = files[visit.file].find(pointer) else {
            guard files[visit.file].isWhole, visit.file > 0 || !hasOwnBases else { return }
            return reportUnknown(
                "\(inFile(visit))The reference #\(pointer.excerpt) leads to nothing"
                    + (visit.file == 0 ? " in this document" : ""),
                at: visit.origin ?? reference, visit.part, suggestion(for: pointer))
        }
        noteHop(from: holder, visit, to: target, in: visit.file)
        targets.append(OpenAPIVisit(value: target, part: visit.part, file: visit.file, origin: visit.origin))
    }

    /// Says that a reference leads to nothing, and what that costs.
    mutating func reportUnknown(_ what: String, at reference: LocatedValue, _ part: OpenAPIPart, _ hint: String) {
        let isDear = part.costOfMissing == .error
        subject.report(
            .apiReferenceUnknown, at: reference, severity: part.costOfMissing,
            what + (isDear ? ", so the operation is lost." : "; a warning, as importers go on with nothing there."),
            hint: hint)
    }

    /// Keeps where a reference leads when that is only another reference.
    mutating func noteHop(from holder: LocatedValue, _ visit: OpenAPIVisit, to target: LocatedValue, in file: Int) {
        guard target["$ref"]?.kind == .string else { return }
        let start = OpenAPIHop(file: visit.file, place: holder.target)
        hops[start] = OpenAPIHop(file: file, place: target.target)
        hopOrigins[start] = visit.origin
    }

    /// A fragment without a slash: an anchor of JSON Schema, or a slip.
    private mutating func checkForm(_ fragment: String, _ reference: LocatedValue, _ visit: OpenAPIVisit) {
        guard visit.file == 0, !anchors.contains(fragment) else { return }
        let isSlip = !fragment.isEmpty && files[0].find("/" + fragment) != nil
        subject.report(
            .apiReferenceForm, at: reference,
            fragment.isEmpty
                ? "The reference leads to the document as a whole."
                : "The reference #\(fragment.excerpt) has no slash "
                    + "behind #.",
            hint: isSlip ? "Write '#/\(fragment.excerpt)'." : "Write a text such as '#/components/schemas/Pet'.",
            edits: isSlip ? OpenAPIEdits.addingSlash(to: reference) : [])
    }

    private mutating func suggestion(for pointer: String) -> String {
        let name = String(pointer.split(separator: "/").last ?? "")
        for section in ["schemas", "parameters", "responses", "requestBodies", "headers"] {
            let other = "/components/\(section)/\(name)"
            if other != pointer, files[0].find(other) != nil { return "There is '#\(other.excerpt)'; is that meant?" }
        }
        return "Describe it there, or correct the name."
    }

    /// Says which references lead in a circle.
    mutating func checkCircles() {
        var rounds: [OpenAPIHop: Int] = [:]
        for (round, start) in hops.keys.sorted().enumerated() where rounds[start] == nil {
            var place = start
            while rounds[place] == nil, let next = hops[place] {
                rounds[place] = round
                place = next
            }
            guard rounds[place] == round else { continue }
            let value = LocatedValue(document: files[place.file].document, index: place.place)
            let file = place.file == 0 ? "" : " by way of \(files[place.file].path.excerpt)"
            subject.report(
                .apiReferenceCircle, at: hopOrigins[place] ?? value["$ref"] ?? value,
                "This reference leads to itself\(file), and nothing is described on the way.",
                hint: "Describe the schema in one of the places of the circle.")
        }
    }
}

/// A place of a reference: the number of the file and that of the value.
struct OpenAPIHop: Hashable, Comparable {
    let file: Int
    let place: Int32

    static func < (left: OpenAPIHop, right: OpenAPIHop) -> Bool {
        (left.file, left.place) < (right.file, right.place)
    }
}

// MARK: - Bases and anchors of JSON Schema

extension OpenAPILint {
    /// Names that a schema of OpenAPI 3.1 gives itself, so that references need no path to it, and whether there are
    /// schemas with `$id`, within which references mean something else.
    static func names(in document: LocatedDocument) -> (anchors: Set<String>, hasBases: Bool) {
        var anchors: Set<String> = []
        var hasBases = false
        for place in document.nodes.indices {
            let value = LocatedValue(document: document, index: Int32(place))
            switch value.name {
            case "$anchor", "$dynamicAnchor": if let name = value.string { anchors.insert(name) }
            case "$id": hasBases = hasBases || value.string != nil
            default: break
            }
        }
        return (anchors, hasBases)
    }

    private var anchors: Set<String> {
        mutating get { isJSONSchema ? schemaNames.anchors : [] }
    }

    private var hasOwnBases: Bool {
        mutating get { isJSONSchema && schemaNames.hasBases }
    }
}
