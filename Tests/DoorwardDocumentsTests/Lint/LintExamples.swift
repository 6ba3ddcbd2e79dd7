import DoorwardDocuments

/// Makes whole documents of what rules show as examples.
enum LintExamples {
    /// The host that serves the documents of the examples.
    static let host = "weather.example"

    /// A manifest without a fault, member by member in the order in which people write them.
    static let members: [(name: String, json: String)] = [
        ("schema_version", #""v1""#),
        ("name_for_human", #""Weather everywhere""#),
        ("name_for_model", #""weather""#),
        ("description_for_human", #""Current weather and forecasts for any place.""#),
        ("description_for_model", #""Current weather and forecasts for a place that the user names.""#),
        ("auth", #"{"type": "none"}"#),
        ("api", #"{"type": "openapi", "url": "https://weather.example/openapi.json"}"#),
        ("logo_url", #""https://weather.example/logo.png""#),
        ("contact_email", #""support@weather.example""#),
        ("legal_info_url", #""https://weather.example/legal""#),
    ]

    /// The example of a rule about manifests: itself when it is a document, else with the members of a good manifest
    /// that it does not name.
    static func manifest(_ example: String) -> String {
        if example.first == "{" { return example }
        let named = (try? JSONValue(parsing: Array("{\(example)}".utf8)))?.objectValue
        let rest = members.filter { named?[$0.name] == nil }.map { "\"\($0.name)\": \($0.json)" }
        return "{\n" + ([example] + rest).joined(separator: ",\n") + "\n}\n"
    }

    /// A good manifest with other members in the place of some of its own; nil takes one away.
    static func manifest(with others: [String: String?] = [:]) -> String {
        let known = Set(members.map(\.name))
        var list = members.compactMap { member -> String? in
            let json = others[member.name] ?? .some(member.json)
            return json.map { "  \"\(member.name)\": \($0)" }
        }
        for (name, json) in others.sorted(by: { $0.key < $1.key }) where !known.contains(name) {
            if let json { list.append("  \"\(name)\": \(json)") }
        }
        return "{\n" + list.joined(separator: ",\n") + "\n}\n"
    }

    /// What lint finds in a manifest that a host serves.
    static func lint(_ text: String, host: String? = Self.host, name: String = "ai-plugin.json") -> LintReport {
        Linter().lint(LintInput(name: name, bytes: Array(text.utf8), host: host))
    }
}

extension LintReport {
    /// The findings in short: `DW101 error /auth/type`.
    var short: [String] { findings.map { "\($0.rule.id) \($0.severity.rawValue) \($0.pointer)" } }

    func has(_ id: String) -> Bool { findings.contains { $0.rule.id == id } }
}
