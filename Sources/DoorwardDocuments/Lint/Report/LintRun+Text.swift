extension LintRun {
    /// What was found, for people: place, severity, rule, message; the line it is in; what would be right.
    ///
    /// Lines that hold a secret are not shown.
    ///
    /// - Parameter isColoured: whether to write ANSI colours.
    public func text(isColoured: Bool) -> String {
        let paint = Paint(isOn: isColoured)
        var text = ""
        for report in reports {
            let bytes = sources[report.file] ?? []
            let lines = SourceLines(bytes)
            let secret = Set(report.findings.filter { $0.rule.id.hasPrefix("DW3") }.flatMap { $0.line...$0.endLine })
            for finding in report.findings {
                text += Self.heading(finding, paint)
                if !secret.contains(finding.line), let excerpt = lines.excerpt(of: finding) {
                    text += paint.dim(excerpt)
                }
                let hint = PrintableText.of(finding.hint, keepsLines: true)
                if !hint.isEmpty { text += "    " + hint.replacing("\n", with: "\n    ") + "\n" }
                text += "\n"
            }
        }
        for document in unreadable {
            text += "\(paint.red("not read")) \(PrintableText.of("\(document.file): \(document.reason)"))\n\n"
        }
        return text + paint.bold(summary) + "\n"
    }

    private static func heading(_ finding: LintFinding, _ paint: Paint) -> String {
        let severity: String =
            switch finding.severity {
            case .error: paint.red("error")
            case .warning: paint.yellow("warning")
            case .info: paint.blue("info")
            }
        let pointer = finding.pointer.isEmpty ? "" : " at \(PrintableText.of(finding.pointer.excerpt))"
        let place = PrintableText.of("\(finding.file):\(finding.line):\(finding.column)")
        let mendable = finding.edits.isEmpty ? "" : " (--fix)"
        return "\(paint.bold(place)): \(severity) \(finding.rule.id)\(pointer): "
            + "\(PrintableText.of(finding.message))\(mendable)\n"
    }
}

/// ANSI colours, or none.
struct Paint {
    let isOn: Bool

    func red(_ text: String) -> String { painted(text, "31;1") }
    func yellow(_ text: String) -> String { painted(text, "33;1") }
    func blue(_ text: String) -> String { painted(text, "34;1") }
    func bold(_ text: String) -> String { painted(text, "1") }
    func dim(_ text: String) -> String { painted(text, "2") }

    private func painted(_ text: String, _ code: String) -> String { isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}

/// A document's lines, to be shown with a mark under what is meant.
struct SourceLines {
    static let longest = 100
    static let farthest = 200_000
    private let bytes: [UInt8]
    private let starts: [Int]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        starts = [0] + bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
    }

    /// The line of a finding with a mark below; nil when it is too long to be of use, or empty.
    func excerpt(of finding: LintFinding) -> String? {
        // In a file of one endless line the way to each finding is long, and nobody reads it there.
        guard finding.line - 1 < starts.count, finding.column <= Self.farthest else { return nil }
        let first = max(0, finding.column - 1 - Self.longest / 2)
        let shown = scalars(ofLineAt: starts[finding.line - 1], from: first)
        guard !shown.isEmpty else { return nil }
        var text = "    | "
        text.unicodeScalars.append(contentsOf: shown)
        let margin = String(repeating: " ", count: min(max(0, finding.column - 1 - first), Self.longest))
        let isOneLine = finding.endLine == finding.line
        let width = isOneLine ? finding.endColumn - finding.column : shown.count - margin.count
        let mark = String(repeating: "^", count: max(1, min(width, Self.longest - margin.count)))
        return "\(text)\n    | \(margin)\(mark)\n"
    }

    /// Some scalars of a line, counted from its beginning; what could drive a terminal is replaced.
    private func scalars(ofLineAt start: Int, from first: Int) -> [Unicode.Scalar] {
        var place = start
        var passed = 0
        while place < bytes.count, bytes[place] != 0x0A {
            // Each scalar has one byte that continues none.
            if bytes[place] & 0xC0 != 0x80 {
                guard passed < first else { break }
                passed += 1
            }
            place += 1
        }
        let line = bytes[place...].prefix(4 * Self.longest).prefix { $0 != 0x0A && $0 != 0x0D }
        return String(decoding: line, as: UTF8.self).unicodeScalars.prefix(Self.longest).map { scalar in
            scalar == "\t" ? " " : PrintableText.isFit(scalar, false) ? scalar : "\u{FFFD}"
        }
    }
}
