import Testing

@testable import DoorwardDocuments

@Suite("Rules about OpenAPI documents")
struct OpenAPIRuleTests {
    static let files = ["schemas/pet.yaml": "type: object\nproperties: {name: {type: string}}\n"]

    @Test("The wrong example of a rule breaks it, the right one does not", arguments: LintRule.openAPIRules)
    func examples(_ rule: LintRule) throws {
        guard let example = rule.example else { return }
        let surface = rule.surfaces.count == 1 ? rule.surfaces.first : nil
        let wrong = OpenAPIFragment.lint(
            example.wrong, surface: surface, host: OpenAPIFragment.host, files: Self.files)
        #expect(wrong.has(rule.id), "\(wrong.short)")
        let right = OpenAPIFragment.lint(
            example.right, surface: surface, host: OpenAPIFragment.host, files: Self.files)
        #expect(!right.has(rule.id), "\(right.short)")
        if rule.isFixable {
            let edits = wrong.findings.filter { $0.rule == rule }.flatMap(\.edits)
            #expect(!edits.isEmpty)
            let bytes = Array(OpenAPIFragment.document(example.wrong).utf8)
            let mended = LocatedDocument.applying(edits, to: bytes)
            let again = Linter(surface: surface).lint(LintInput(name: "openapi.yaml", bytes: mended))
            #expect(!again.has(rule.id), "\(String(decoding: mended, as: UTF8.self))")
        }
    }

    @Test("Every rule has an example, but for those that would need a page of it")
    func missingExamples() {
        let without = LintRule.openAPIRules.filter { $0.example == nil }.map(\.id)
        #expect(without == ["DW241", "DW267"])
    }

    @Test("No finding of an example is worse than its rule", arguments: LintRule.openAPIRules)
    func severities(_ rule: LintRule) {
        guard let example = rule.example else { return }
        for surface in [nil, .action, .manifestV1, .mcp] as [LintSurface?] {
            let report = OpenAPIFragment.lint(
                example.wrong, surface: surface, host: OpenAPIFragment.host, files: Self.files)
            for finding in report.findings where finding.rule.id.hasPrefix("DW2") {
                #expect(finding.severity <= finding.rule.severity, "\(finding.rule.id) \(finding.message)")
                guard finding.rule == rule, finding.severity < rule.severity else { continue }
                let reasons = ["For GPT Actions", "warning", "(GPT Actions)", "milder", "calls another", "many APIs"]
                #expect(reasons.contains(where: finding.message.contains), "\(rule.id) \(finding.message)")
            }
        }
    }

    @Test("Ids are in order, names are not given twice, and texts are complete")
    func catalogue() {
        let rules = LintRule.openAPIRules
        #expect(rules.map(\.id) == rules.map(\.id).sorted())
        #expect(Set(rules.map(\.id)).count == rules.count)
        #expect(Set(rules.map(\.name)).count == rules.count)
        for rule in rules {
            #expect(rule.id.hasPrefix("DW2") && rule.id.utf8.count == 5)
            #expect(!rule.title.hasSuffix(".") && !rule.right.isEmpty && !rule.reason.isEmpty)
            #expect(rule.fault != nil)
        }
    }
}
