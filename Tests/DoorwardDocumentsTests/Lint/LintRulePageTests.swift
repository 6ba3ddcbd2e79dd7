import Testing

@testable import DoorwardDocuments

@Suite("Pages of rules")
struct LintRulePageTests {
    @Test("Every rule has an id, a name and a page of its own")
    func areDistinct() {
        #expect(Set(LintRule.all.map(\.id)).count == LintRule.all.count)
        #expect(Set(LintRule.all.map(\.name)).count == LintRule.all.count)
    }

    @Test("Every rule says what is wrong, what is right and why, in sentences", arguments: LintRule.all.map(\.id))
    func isComplete(_ id: String) throws {
        let rule = try #require(LintRule.named(id))
        #expect(rule.id.count == 5 && rule.id.hasPrefix("DW") && Int(rule.id.dropFirst(2)) != nil)
        #expect(rule.name.utf8.allSatisfy { ($0 | 0x20).isLetter || $0.isDigit || $0 == 0x2D })
        #expect(!rule.title.isEmpty && rule.title.last != ".")
        #expect(rule.right.count > 10 && ".`".contains(rule.right.last ?? " "))
        #expect(rule.reason.count > 10 && rule.reason.last == ".")
        for part in [rule.id, rule.name, rule.title, rule.right, rule.reason] { #expect(rule.page.contains(part)) }
    }

    @Test("The index links to the page of every rule")
    func hasIndex() {
        let index = LintRule.index
        for rule in LintRule.all { #expect(index.contains("[\(rule.id)](\(rule.id).md)")) }
    }

    @Test("A rule is found by its id and its name in any case")
    func areFound() {
        #expect(LintRule.named("dw101") == .authType)
        #expect(LintRule.named("Auth-Type") == .authType)
        #expect(LintRule.named("DW999") == nil)
    }

    @Test("A page shows the example, wrong and right")
    func showsExample() {
        let page = LintRule.trailingComma.page
        #expect(page.hasPrefix("# DW007: trailing-comma\n"))
        #expect(page.contains("Wrong:\n\n```json\n{\"schema_version\": \"v1\",}\n```"))
        #expect(page.contains("Right:\n\n```json\n{\"schema_version\": \"v1\"}\n```"))
    }

    @Test(
        "An example is labelled with what it is",
        arguments: [("DW003", "json"), ("DW001", "text"), ("DW002", "html"), ("DW026", "yaml"), ("DW027", "text")])
    func labelsExample(_ id: String, _ language: String) throws {
        let page = try #require(LintRule.named(id)).page
        let label = try #require(page.split(separator: "Wrong:\n\n").last?.split(separator: "\n").first)
        #expect(label.drop { $0 == "`" } == language)
    }
}
