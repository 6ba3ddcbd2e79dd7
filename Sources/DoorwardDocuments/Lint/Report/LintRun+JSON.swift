extension LintRun {
    /// `{"findings":[…],"summary":{…}}`, for machines.
    public func json() -> JSONValue {
        .object([
            "findings": .array(findings.map(\.json)),
            "unreadable": .array(unreadable.map { ["file": .string($0.file), "message": .string($0.reason)] }),
            "documents": .array(
                reports.map { report in
                    [
                        "file": .string(report.file), "kind": .string(report.kind.rawValue),
                        "surface": report.surface.map { .string($0.rawValue) } ?? .null,
                    ]
                }),
            "summary": [
                "files": .number(String(reports.count + unreadable.count)),
                "errors": .number(String(count(.error))), "warnings": .number(String(count(.warning))),
                "info": .number(String(count(.info))), "unreadable": .number(String(unreadable.count)),
                "fixable": .number(String(fixable)),
            ],
        ])
    }
}

extension LintFinding {
    fileprivate var json: JSONValue {
        [
            "rule": .string(rule.id), "name": .string(rule.name), "severity": .string(severity.rawValue),
            "pointer": .string(pointer), "file": .string(file), "line": .number(String(line)),
            "column": .number(String(column)), "endLine": .number(String(endLine)),
            "endColumn": .number(String(endColumn)), "message": .string(message), "hint": .string(hint),
            "fixable": .bool(!edits.isEmpty),
        ]
    }
}
