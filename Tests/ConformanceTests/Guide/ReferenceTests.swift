import Glibc
import Testing

@Suite("The reference of the configuration", .ownThreads)
struct ReferenceTests {
    @Test("has every key with its default and its environment variable, and no other")
    func printed() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let run = try CommandLineTool.doorward(["config", "--reference"], in: folder)
        #expect(run.status == 0, "\(run.everything)")
        try check(run.output)
    }

    @Test("is what docs/configuration.md says, to the letter")
    func file() async throws {
        let file = TemporaryFolder.read("\(Products.root)/docs/configuration.md")
        guard !file.isEmpty else { return Skipped.say("there is no docs/configuration.md") }
        try check(file)
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let run = try CommandLineTool.doorward(["config", "--reference"], in: folder)
        let rows = file.split(separator: "\n").filter { $0.hasPrefix("| `") }
        let printed = run.output.split(separator: "\n").filter { $0.hasPrefix("| `") }
        #expect(rows == printed, "docs/configuration.md is older than the binary: doorward config --reference")
    }

    private func check(_ markdown: String) throws {
        var seen: [String] = []
        var inner: [String] = []
        var isInner = false
        for line in markdown.split(separator: "\n") {
            if line.hasPrefix("#") { isInner = line.hasSuffix("Identity providers") }
            guard line.hasPrefix("| `") else { continue }
            if isInner {
                inner.append(String(line.dropFirst(3).prefix { $0 != "`" }))
                continue
            }
            let cells = line.split(separator: "|").map(\.trimmed)
            try #require(cells.count == 5, "\(line)")
            let name = String(cells[0].dropFirst().dropLast())
            seen.append(name)
            guard let key = Contract.keys.first(where: { $0.name == name }) else {
                Issue.record("\(name) is no key of the contract")
                continue
            }
            #expect(cells[2] == (key.value.map { "`\($0)`" } ?? "*must be said*"), "\(name)")
            #expect(cells[1].count > 3 && cells[3].count > 10, "\(name) is not explained")
            let variable = "DOORWARD_" + name.uppercased().replacing(".", with: "_")
            #expect(cells[4] == "`\(variable)`" || cells[4] == "`\(variable)_NAME`", "\(name): \(cells[4])")
        }
        #expect(seen.sorted() == Contract.keys.map(\.name).sorted())
        #expect(inner == Contract.identityProviderKeys)
    }
}
