import Foundation
import Testing

@testable import DoorwardDocuments

/// The pages in `docs/lint` are made of the rules; with `DOORWARD_WRITE_DOCS=1` in the environment they are written.
@Suite("Lint documentation")
struct LintDocumentationTests {
    private static let isWriting = ProcessInfo.processInfo.environment["DOORWARD_WRITE_DOCS"] == "1"

    private static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("docs/lint")

    /// Writes a page when asked to; the page as it is committed.
    private static func committed(_ name: String, _ text: String) throws -> String {
        let url = folder.appendingPathComponent(name)
        if isWriting {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        return String(decoding: try Data(contentsOf: url), as: UTF8.self)
    }

    private static let stale = "run DOORWARD_WRITE_DOCS=1 swift test --filter LintDocumentation, and commit docs/lint"

    @Test("The table of rules is current")
    func index() throws {
        #expect(try Self.committed("README.md", LintRule.index) == LintRule.index, "\(Self.stale)")
    }

    @Test("The page of each rule is current", arguments: LintRule.all.map(\.id))
    func page(_ id: String) throws {
        let rule = try #require(LintRule.named(id))
        #expect(try Self.committed("\(rule.id).md", rule.page) == rule.page, "\(Self.stale)")
    }

    @Test("There is no page of a rule that is gone")
    func pages() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        let pages = Set(names.filter { $0.hasPrefix("DW") })
        #expect(pages.isSubset(of: Set(LintRule.all.map { "\($0.id).md" })))
    }

    @Test("The counts of real files are current")
    func corpus() throws {
        guard !Corpus.manifests.isEmpty, !Corpus.specs.isEmpty, !LintCorpus.repos.isEmpty else { return }
        let text = LintCorpusPage().text
        #expect(try Self.committed("corpus.md", text) == text, "\(Self.stale)")
    }
}
