extension OpenAPILint {
    /// One operation.
    mutating func checkOperation(_ operation: LocatedValue, _ method: String, _ path: OpenAPIPath) {
        let title = "\(method.uppercased()) \(path.name.excerpt)"
        guard operation.kind == .object else {
            return reportAbsent(
                .apiPathMethod, at: operation, for: Self.lostOperation, "\(title) is no object.",
                hint: "Describe the operation there.")
        }
        checkMembers(of: operation, among: Self.operationMembers)
        checkOperationID(operation, title, path)
        checkTexts(operation, title)
        checkMarks(operation, title)
        checkInnerServers(operation)
        checkOperationParameters(operation, title, path)
        checkBody(operation, method, title)
        checkResponses(operation, title)
        if let security = operation["security"] { checkRequirements(security) }
    }

    private mutating func checkTexts(_ operation: LocatedValue, _ title: String) {
        var isTold = false
        for name in ["summary", "description"] {
            guard let value = operation[name], let text = value.filledString else { continue }
            isTold = true
            let length = text.utf8.count > 200 ? text.unicodeScalars.count : 0
            if length > 300 {
                subject.report(
                    .apiOperationText, at: value, for: .init(action: .error, manifest: .error),
                    "The \(name) of \(title) has \(length) characters; 300 is the limit.",
                    hint: "Shorten it, and describe parameters where they are.")
            } else if length > 200 {
                subject.report(
                    .apiOperationText, at: value, for: .init(manifest: subject.surface == nil ? nil : .info),
                    "The \(name) of \(title) has \(length) characters; the limit of 2023 was 200, later 300.",
                    hint: "Stay below 200 if runtimes of that time read the document.")
            }
        }
        guard !isTold, !isMisspelled("summary", in: operation), !isMisspelled("description", in: operation) else {
            return
        }
        reportAbsent(
            .apiOperationTextMissing, at: operation, atName: true, "\(title) has neither summary nor description.",
            hint: "Say in a sentence what it does and when to call it.")
    }

    private mutating func checkMarks(_ operation: LocatedValue, _ title: String) {
        if operation["deprecated"]?.bool == true {
            subject.report(
                .apiDeprecated, at: operation["deprecated"],
                "\(title) is marked as deprecated, and offered all the same.",
                hint: "Leave it out of the document that assistants read.")
        }
        guard let mark = operation["x-openai-isConsequential"] else { return checkMisspelling(operation, title) }
        guard mark.bool == nil else { return }
        let text = mark.string?.lowercased()
        let right = text == "true" || text == "false" ? text : nil
        subject.report(
            .apiConsequential, at: mark, "x-openai-isConsequential of \(title) is neither true nor false.",
            hint: right.map { "Write \($0) without quotes." } ?? "Write true or false.",
            edits: right.map { OpenAPIEdits.replacing(mark, with: $0) } ?? [])
    }

    private mutating func checkMisspelling(_ operation: LocatedValue, _ title: String) {
        for member in operation.members {
            guard step(), let name = member.name, name.hasPrefix("x-"), name.utf8.count <= 40,
                name.filter({ $0 != "-" && $0 != "_" }).lowercased() == "xopenaiisconsequential"
            else { continue }
            subject.report(
                .apiConsequential, at: member, atName: true, "\(title) has “\(name)”, which nobody reads.",
                hint: "Write x-openai-isConsequential.")
        }
    }

    private mutating func checkResponses(_ operation: LocatedValue, _ title: String) {
        let responses = operation["responses"]
        guard responses == nil || responses?.count == 0, !isMisspelled("responses", in: operation) else { return }
        reportAbsent(
            .apiResponses, at: responses ?? operation, atName: true, "\(title) describes no answers.",
            hint: "Add `responses` with '200' and the schema of what comes back.")
    }
}
