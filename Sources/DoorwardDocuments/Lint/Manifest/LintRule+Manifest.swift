extension LintRule {
    /// What is wrong in a plugin manifest, `/.well-known/ai-plugin.json`.
    static let manifestRules: [LintRule] =
        authRules + oauthRules + tokenRules + memberRules + textRules + placeholderRules + apiRules + detailRules

    /// A rule about the manifest.
    static func manifest(
        _ id: String, _ name: String, _ severity: LintSeverity, _ title: String, right: String, reason: String,
        isFixable: Bool = false, fault: String? = nil, example: Example? = nil
    ) -> LintRule {
        LintRule(
            id, name, severity, title, right: right, reason: reason, surfaces: [.manifestV1], isFixable: isFixable,
            fault: fault, example: example)
    }
}
