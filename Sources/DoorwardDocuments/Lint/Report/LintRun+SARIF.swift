extension LintRun {
    /// A log in SARIF 2.1.0, for code scanning services.
    ///
    /// - Parameter version: the tool's own version.
    public func sarif(version: String) -> JSONValue {
        let used = LintRule.all.filter { rule in findings.contains { $0.rule == rule } }
        let places = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1.id, $0) })
        return [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
            "runs": [
                [
                    "tool": [
                        "driver": [
                            "name": "doorward lint", "version": .string(version),
                            "rules": .array(used.map(\.sarif)),
                        ]
                    ],
                    "columnKind": "unicodeCodePoints",
                    "results": .array(findings.map { $0.sarif(rule: places[$0.rule.id] ?? 0) }),
                    "invocations": [
                        [
                            "executionSuccessful": .bool(unreadable.isEmpty),
                            "toolExecutionNotifications": .array(
                                unreadable.map { document in
                                    [
                                        "level": "error",
                                        "message": ["text": .string("\(document.file): \(document.reason)")],
                                    ]
                                }),
                        ]
                    ],
                ]
            ],
        ]
    }
}

extension LintRule {
    fileprivate var sarif: JSONValue {
        [
            "id": .string(id), "name": .string(name), "shortDescription": ["text": .string(title)],
            "fullDescription": ["text": .string(right)], "help": ["text": .string("\(right)\n\n\(reason)")],
            "defaultConfiguration": ["level": .string(severity.sarifLevel)],
        ]
    }
}

extension LintSeverity {
    fileprivate var sarifLevel: String { self == .info ? "note" : rawValue }
}

extension LintFinding {
    fileprivate func sarif(rule place: Int) -> JSONValue {
        let text = hint.isEmpty ? message : "\(message) \(hint)"
        return [
            "ruleId": .string(rule.id), "ruleIndex": .number(String(place)), "level": .string(severity.sarifLevel),
            "message": ["text": .string(text)],
            "locations": [
                [
                    "physicalLocation": [
                        "artifactLocation": ["uri": .string(Self.uri(of: file))],
                        "region": [
                            "startLine": .number(String(line)), "startColumn": .number(String(column)),
                            "endLine": .number(String(endLine)), "endColumn": .number(String(endColumn)),
                        ],
                    ],
                    "logicalLocations": [["fullyQualifiedName": .string(pointer), "kind": "value"]],
                ]
            ],
        ]
    }

    /// A file's path as a relative URI reference (RFC 3986); a URL stays as it is.
    private static func uri(of file: String) -> String {
        if WebAddress(file) != nil { return file }
        var uri = ""
        for byte in file.utf8 {
            if byte.isAlphanumeric || "-._~/".utf8.contains(byte) {
                uri.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                uri += "%" + String(decoding: byte.upperHex, as: UTF8.self)
            }
        }
        return uri
    }
}
