internal import DoorwardDocuments

/// One transcript as a part of a page.
struct HTMLExamination {
    private let report: ExaminationReport
    private let profile: ClientProfile
    private let masking: Masking

    init(_ report: ExaminationReport, _ profile: ClientProfile) {
        self.report = report
        self.profile = profile
        masking = Masking(report.masked)
    }

    var html: String {
        var html =
            "<section>\n<h2>\(shown(report.target))</h2>\n<p class=\"who\">as \(shown(report.profileTitle))</p>\n"
        html += "<p class=\"sum\">\(summary)</p>\n"
        if !report.faults.isEmpty {
            html += "<ul>\n"
            for fault in report.faults { html += "<li><b>\(shown(fault.id))</b> \(shown(fault.title))</li>\n" }
            html += "</ul>\n"
        }
        html += "<ol>\n"
        for step in report.steps { html += item(step) }
        return html + "</ol>\n</section>\n"
    }

    private var summary: String {
        let parts: [(Verdict, String)] = [
            (.passed, "passed"), (.warned, "with a warning"), (.skipped, "skipped"), (.failed, "failed"),
        ]
        return "\(report.steps.count) steps: "
            + parts.filter { report.count($0.0) > 0 }.map { verdict, word in
                "<span class=\"v-\(verdict.rawValue)\">\(report.count(verdict)) \(word)</span>"
            }.joined(separator: ", ")
    }

    private func item(_ step: Step) -> String {
        let word = step.verdict == .warned ? "warning" : step.verdict.rawValue
        var html = "<li class=\"step \(step.verdict.rawValue)\">\n<h3>\(step.number). \(shown(step.title))</h3>"
        html += "<span class=\"verdict v-\(step.verdict.rawValue)\">\(word)</span>"
        html += "<span class=\"time\">\(step.elapsed.words)</span>\n"
        for remark in step.remarks { html += paragraph(remark) }
        for exchange in step.exchanges { html += details(exchange, isOpen: step.verdict == .failed) }
        return html + "</li>\n"
    }

    private func paragraph(_ remark: Remark) -> String {
        let id = remark.fault.map { "<b>\(shown($0.id))</b> " } ?? ""
        var html = "<p class=\"v-\(remark.verdict.rawValue)\">\(id)\(shown(remark.text))</p>\n"
        if !remark.findings.isEmpty {
            html += "<ul>\n"
            for finding in remark.findings.prefix(50) {
                html += "<li><b>\(finding.rule.id)</b> <code>\(shown(finding.pointer))</code> line \(finding.line): "
                html += "\(shown(finding.message)) \(shown(finding.hint))</li>\n"
            }
            html += "</ul>\n"
        }
        guard remark.verdict >= .warned, let fault = remark.fault else { return html }
        html += "<dl>\n<dt>Likely cause</dt><dd>\(shown(fault.cause))</dd>\n<dt>Fix</dt><dd>\(shown(fault.fix))</dd>\n"
        for stack in fault.stacks { html += "<dt>\(shown(stack.name))</dt><dd>\(shown(stack.fix))</dd>\n" }
        let words = profile.words[fault.id] ?? fault.shown
        if !words.isEmpty { html += "<dt>The user sees</dt><dd>\(shown(words))</dd>\n" }
        return html + "</dl>\n"
    }

    private func details(_ exchange: Exchange, isOpen: Bool) -> String {
        let traffic = ShownExchange(exchange, masking: masking)
        var html = "<details\(isOpen ? " open" : "")><summary>\(escaped("\(traffic.method) \(traffic.url)"))"
        html += " → \(escaped(traffic.outcome))</summary>\n<pre>"
        html += escaped("\(traffic.method) \(traffic.url)\n" + block(traffic.requestFields, traffic.requestBody))
        html += "</pre>\n<pre>"
        html += escaped("\(traffic.outcome)\n" + block(traffic.responseFields, traffic.responseBody))
        return html + "</pre></details>\n"
    }

    private func block(_ fields: [(name: String, value: String)], _ body: String) -> String {
        fields.map { "\($0.name): \($0.value)\n" }.joined() + (body.isEmpty ? "" : "\n\(body)\n")
    }

    private func shown(_ text: String) -> String { escaped(ShownExchange.clean(masking.text(text))) }

    private func escaped(_ text: String) -> String { HTMLReport.escaped(text) }
}
