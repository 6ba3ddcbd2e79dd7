extension ExaminationReport {
    /// The whole transcript, for people.
    public func text(profile: ClientProfile, style: ReportStyle) -> String {
        var text = heading(style: style)
        for step in steps { text += StepText(step, profile: profile, masked: masked, style: style).text }
        return text + summary(style: style)
    }

    /// What is examined, and as whom.
    public func heading(style: ReportStyle) -> String {
        Self.heading(target: target, profileTitle: profileTitle, style: style)
    }

    public static func heading(target: String, profileTitle: String, style: ReportStyle) -> String {
        style.bold("\(target) as \(profileTitle)") + "\n\n"
    }

    /// The numbers, and the faults by name.
    public func summary(style: ReportStyle) -> String {
        var parts = ["\(count(.passed)) passed"]
        if count(.warned) > 0 { parts.append("\(count(.warned)) with a warning") }
        if count(.skipped) > 0 { parts.append("\(count(.skipped)) skipped") }
        if count(.failed) > 0 { parts.append("\(count(.failed)) failed") }
        var text = "\n" + style.bold("\(steps.count) steps: \(parts.joined(separator: ", "))") + "\n"
        for fault in faults { text += "  \(fault.id) \(fault.title)\n" }
        return text
    }
}
