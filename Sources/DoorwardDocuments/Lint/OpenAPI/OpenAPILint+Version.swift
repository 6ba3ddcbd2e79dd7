extension OpenAPILint {
    /// Finds out which version the document is; false when the other checks would make no sense.
    mutating func checkVersion() -> Bool {
        if let swagger = root["swagger"], root["openapi"] == nil {
            reportSwagger(swagger)
            return false
        }
        guard let version = root["openapi"] else {
            guard !isMisspelled("openapi", in: root) else { return true }
            reportAbsent(
                .apiVersionMissing, at: nil, "There is no `openapi` member that says which version this is.",
                hint: "Add `openapi: 3.1.0` as the first line.")
            return true
        }
        guard let text = version.string ?? version.number else {
            reportUnknown(version, "a value of type \(version.kind.rawValue)")
            return true
        }
        checkVersion(text, version)
        return true
    }

    private mutating func checkVersion(_ text: String, _ version: LocatedValue) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts[0] == "3", let minor = Int(parts[1]),
            parts.count < 3 || isPatch(parts[2])
        else { return reportUnknown(version, "“\(text.excerpt)”") }
        isJSONSchema = minor >= 1
        if minor > 1 {
            subject.report(
                .apiVersionNew, at: version, "The version is \(text.excerpt); importers read 3.0 and 3.1.",
                hint: "Write 3.1.0, and leave out what is new in 3.\(minor).")
        } else if version.number != nil || (parts.count == 2 && subject.surface == .action) {
            let right = "\"3.\(minor).0\""
            subject.report(
                .apiVersionNumber, at: version, for: .init(action: .warning, manifest: .info, mcp: .info),
                version.number != nil
                    ? "The version \(text) is a number, where a text is wanted."
                    : "The version \(text) has two numbers; strict readers want three.",
                hint: "Write `\(right)`.",
                edits: version.isAlias ? [] : [.init(range: version.range, replacement: Array(right.utf8))])
        }
        if minor == 0, subject.surface == .action {
            subject.report(
                .apiVersionAction, at: version, "The version is \(text); one way into the GPT editor takes 3.1.0 only.",
                hint: "Write `openapi: 3.1.0` if the editor complains about the version.")
        }
    }

    /// `0`, `3`, also `0-rc2`.
    private func isPatch(_ part: Substring) -> Bool { part.utf8.first?.isDigit == true && part.utf8.count <= 12 }

    private mutating func reportUnknown(_ version: LocatedValue, _ what: String) {
        subject.report(
            .apiVersionUnknown, at: version, "The version is \(what); there are 3.0 and 3.1.",
            hint: "Write `openapi: 3.1.0`, or 3.0.3 when the schemas are of that version.")
    }

    mutating func checkInfo() {
        guard let info = root["info"] else {
            guard !isMisspelled("info", in: root) else { return }
            return reportAbsent(
                .apiInfo, at: nil, "There is no `info`.",
                hint: "Add `info` with a `title` and a `version`.")
        }
        guard info.kind == .object else {
            return reportAbsent(
                .apiInfo, at: info, "`info` is not an object.",
                hint: "Write `info` with a `title` and a `version`.")
        }
        for name in ["title", "version"] {
            guard let value = info[name] else {
                reportAbsent(.apiInfo, at: info, atName: true, "`info` has no `\(name)`.", hint: "Add it.")
                continue
            }
            if value.filledString == nil, value.number == nil {
                reportAbsent(
                    .apiInfo, at: value, "`info.\(name)` is not a text, or empty.", hint: "Write a short text.")
            }
        }
    }
}
