internal import DoorwardDocuments

/// One step of a transcript, for people.
public struct StepText {
    private let step: Step
    private let profile: ClientProfile
    private let style: ReportStyle
    private let masking: Masking

    /// - Parameter masked: what must not be shown, as far as it is known when the step ends.
    public init(_ step: Step, profile: ClientProfile, masked: Set<String>, style: ReportStyle) {
        self.step = step
        self.profile = profile
        self.style = style
        masking = Masking(masked)
    }

    /// The step's lines, each with a line break at its end.
    public var text: String {
        let number = String(step.number)
        let title = shown(step.title)
        let margin = String(repeating: " ", count: max(0, 3 - number.count))
        var text = "\(margin)\(style.bold("\(number). \(title)"))  \(style.verdict(step.verdict))"
        text += style.dim("  \(step.elapsed.words)") + "\n"
        for exchange in step.exchanges { text += lines(of: exchange) }
        for remark in step.remarks { text += lines(of: remark) }
        return text
    }

    private func lines(of exchange: Exchange) -> String {
        let shown = ShownExchange(exchange, masking: masking)
        var text = style.dim("     > \(shown.method) \(shown.url)") + "\n"
        let isWhole = style.isVerbose || step.verdict == .failed
        if isWhole {
            for field in shown.requestFields { text += style.dim("       \(field.name): \(field.value)") + "\n" }
            text += indented(shown.requestBody)
        }
        text += style.dim("     < \(shown.outcome)") + "\n"
        if isWhole {
            for field in shown.responseFields { text += style.dim("       \(field.name): \(field.value)") + "\n" }
            text += indented(shown.responseBody)
        }
        return text
    }

    private func indented(_ body: String) -> String {
        guard !body.isEmpty else { return "" }
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false).prefix(20)
        return lines.map { style.dim("         \($0.prefix(200))") + "\n" }.joined()
    }

    private func lines(of remark: Remark) -> String {
        let mark: String =
            switch remark.verdict {
            case .passed: "ok"
            case .skipped: "--"
            case .warned: "! "
            case .failed: "x "
            }
        let id = remark.fault.map { "\($0.id) " } ?? ""
        var text = "     \(mark) \(id)\(shown(remark.text))\n"
        for finding in remark.findings.prefix(10) {
            text +=
                "          \(finding.rule.id) \(shown(finding.pointer)) (line \(finding.line)): \(shown(finding.message))\n"
            if !finding.hint.isEmpty { text += "          \(shown(finding.hint))\n" }
        }
        if remark.findings.count > 10 {
            text += "          and \(remark.findings.count - 10) more; see doorward lint\n"
        }
        guard remark.verdict >= .warned, let fault = remark.fault else { return text }
        text += "        \(style.bold("Likely cause")): \(fault.cause)\n"
        text += "        \(style.bold("Fix")): \(fault.fix)\n"
        for stack in fault.stacks { text += "          \(stack.name): \(stack.fix)\n" }
        let words = profile.words[fault.id] ?? fault.shown
        if !words.isEmpty { text += "        \(style.bold("The user sees")): \(words)\n" }
        return text
    }

    private func shown(_ text: String) -> String { ShownExchange.clean(masking.text(text)) }
}
