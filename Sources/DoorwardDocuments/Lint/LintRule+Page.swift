extension LintRule {
    /// The rule's page in Markdown: what is wrong, how bad that is and for whom, what is right, why, and an example.
    public var page: String {
        var text = "# \(id): \(name)\n\n\(title).\n\n"
        text += "| | |\n| --- | --- |\n"
        text += "| Severity | \(severity.meaning) |\n"
        text += "| Who minds | \(readers) |\n"
        text += "| Mended by `doorward lint --fix` | \(isFixable ? "yes, where that is mechanical" : "no") |\n"
        text += "\n## What is right\n\n\(right)\n\n## Why\n\n\(reason)\n"
        if let example {
            text += "\n## Example\n\nWrong:\n\n\(Self.fenced(example.wrong))\nRight:\n\n\(Self.fenced(example.right))"
        }
        return text
    }

    /// The table of all rules in Markdown, with links to the pages beside it.
    public static var index: String {
        var text = """
            # What `doorward lint` looks for

            An **error** is what an assistant's importer would refuse, or what is dangerous; a **warning** is what a \
            reviewer would complain about, or what some clients stumble over; an **info** is good to know. A finding \
            can be milder or stricter than its rule where less or more depends on it. `doorward lint --explain \
            DW101` prints a rule's page in the terminal.


            """
        for group in groups {
            let rules = all.filter { $0.id.hasPrefix(group.prefix) }
            guard !rules.isEmpty else { continue }
            text += "## \(group.heading)\n\n| Rule | Severity | `--fix` | What is wrong |\n| --- | --- | --- | --- |\n"
            for rule in rules {
                text += "| [\(rule.id)](\(rule.id).md) `\(rule.name)` | \(rule.severity.rawValue)"
                text += " | \(rule.isFixable ? "yes" : "") | \(rule.title.replacing("|", with: "\\|")) |\n"
            }
            text += "\n"
        }
        text += "How often real files break these rules is counted in [corpus.md](corpus.md).\n"
        return text
    }

    private static let groups = [
        (prefix: "DW0", heading: "Notation"), (prefix: "DW1", heading: "Plugin manifests"),
        (prefix: "DW2", heading: "OpenAPI documents"), (prefix: "DW3", heading: "Secrets in public files"),
        (prefix: "DW4", heading: "OAuth and MCP metadata"),
    ]

    private var readers: String {
        guard !surfaces.isEmpty, surfaces.count < LintSurface.allCases.count else { return "everyone" }
        return LintSurface.allCases.filter(surfaces.contains).map(\.reader).joined(separator: ", ")
    }

    private static func fenced(_ text: String) -> String {
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }
        let language =
            switch first {
            case "{", "[", "\"": "json"
            case "<": "html"
            case nil, "`": "text"
            default: "yaml"
            }
        // A fence in the example needs a longer one around it.
        let fence = text.contains("```") ? "````" : "```"
        return "\(fence)\(language)\n\(text.last == "\n" ? text : text + "\n")\(fence)\n"
    }
}

extension LintSeverity {
    /// What it means for whoever reads a finding.
    fileprivate var meaning: String {
        switch self {
        case .error: "error: it would be refused, or it is dangerous"
        case .warning: "warning: a reviewer would complain, or some clients stumble"
        case .info: "info: good to know"
        }
    }
}

extension LintSurface {
    /// Who that is, in words.
    fileprivate var reader: String {
        switch self {
        case .manifestV1: "readers of the plugin manifest (`manifest-v1`)"
        case .action: "custom GPTs with actions (`action`)"
        case .mcp: "MCP clients (`mcp`)"
        }
    }
}
