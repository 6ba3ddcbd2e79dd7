import Testing

@testable import DoorwardDocuments

@Suite("Manifests that ChatGPT accepted, and manifests that it may not have seen")
struct ManifestCorpusTests {
    /// Every error in a manifest that was accepted, with its reason.
    static let reasons: [(file: String, rule: String, reason: String)] = [
        (
            "api.gafo.tech.json", "DW144",
            "The document is on `scraper.gafo.tech`, beside the file's host and not under it. Each of the 1,039 "
                + "plugins that the store listed keeps to the rule, so this one was not listed under the host that its "
                + "file was saved from. From this host it would be refused."
        ),
        (
            "app.wolfie.ai.json", "DW144",
            "The document is on `copilot.commit.dev`, another domain altogether. As above: the store did not list it "
                + "under the host that the file was saved from, from which it would be refused."
        ),
        (
            "chat.jopilot.net.json", "DW125",
            "`description_for_human` has 257 characters, and no listing of the store has more than 120. The file can "
                + "be changed after a plugin is admitted; with this text it would not be admitted anew."
        ),
        (
            "trialradar2.marketflare.repl.co.json", "DW125",
            "`description_for_model` has 8,015 characters, and no listing of the store has more than 8,000. The plugin "
                + "is not in the store's later list."
        ),
    ]

    @Test("Errors in accepted manifests are those with a reason, and no others")
    func errors() {
        var found: [String: [String]] = [:]
        for report in LintCorpus.manifestReports {
            #expect(report.kind == .manifest, "\(report.file)")
            let rules = report.findings.filter { $0.severity == .error }.map(\.rule.id)
            if !rules.isEmpty { found[report.file] = rules }
        }
        guard !Corpus.manifests.isEmpty else { return }
        #expect(found == Dictionary(grouping: Self.reasons, by: \.file).mapValues { $0.map(\.rule) })
    }

    @Test("No mechanical fix breaks an accepted manifest, and fixing twice is fixing once")
    func fixes() throws {
        for file in Corpus.manifests + LintCorpus.repos {
            let input = LintInput(name: file.name, bytes: file.bytes, host: LintCorpus.host(of: file))
            let before = Linter().lint(input)
            guard before.findings.contains(where: { !$0.edits.isEmpty }) else { continue }
            let (fix, after) = Linter().fix(input)
            #expect(after.count(.error) <= before.count(.error), "\(file.name)")
            #expect(fix.mended.isEmpty == (fix.bytes == file.bytes), "\(file.name)")
            #expect(after.findings.allSatisfy { $0.edits.isEmpty || $0.rule.isAboutSecrets }, "\(file.name)")
            let again = Linter().fix(LintInput(name: file.name, bytes: fix.bytes, host: input.host)).fix
            #expect(again.bytes == fix.bytes, "\(file.name)")
        }
    }

    @Test(
        "The mistakes that were counted in public repositories are found in these files",
        arguments: [
            // Rule, and in how many of the 46 files.
            ("DW024", 0), ("DW025", 1), ("DW101", 1), ("DW104", 1), ("DW106", 2), ("DW110", 2), ("DW111", 4),
            ("DW113", 5),
            ("DW121", 1), ("DW127", 1), ("DW128", 19), ("DW130", 8), ("DW145", 1), ("DW147", 9), ("DW151", 1),
            ("DW160", 1),
            ("DW163", 1), ("DW165", 6),
        ])
    func counts(_ id: String, _ files: Int) {
        guard !LintCorpus.repos.isEmpty else { return }
        #expect(LintCorpus.repoReports.count { $0.has(id) } == files)
    }

    @Test(
        "What is wrong with some files is named",
        arguments: [
            ("Changingintheblinkofaneye__flask-api.json", "DW0"), ("ClubCorey__tipjar-plugin.json", "DW025"),
            ("GymSpotterAI__portal-plugin-gmail.json", "DW106"), ("JHLStudio__gpt-msgraph.json", "DW106"),
            ("BookingFish__Bookingfish-Calendar.json", "DW145"),
            ("Blade-wholechain__wholechain-gpt-actions.json", "DW101"),
            ("FastBoot-pixellab__oa-speechki.json", "DW127"), ("Das-rebel__a3m-router.json", "DW121"),
            ("openai__chatgpt-retrieval-plugin__3.json", "DW130"),
            ("openai__chatgpt-retrieval-plugin__3.json", "DW111"),
            ("CRortyDG__Wordpress-GPT-Plugin.json", "DW104"), ("Jacky978__tiktok-plugin.json", "DW152"),
        ])
    func names(_ file: String, _ rule: String) throws {
        guard !LintCorpus.repos.isEmpty else { return }
        let report = try #require(LintCorpus.repoReports.first { $0.file == file })
        #expect(report.findings.contains { $0.rule.id.hasPrefix(rule) && $0.severity == .error }, "\(report.short)")
    }

    @Test("An OpenAPI document under the manifest's name is told to be in its place")
    func findsOpenAPI() throws {
        guard let file = LintCorpus.repos.first(where: { $0.name == "Janecki79__memory-ai-server.json" }) else {
            return
        }
        #expect(Linter().lint(LintInput(name: "ai-plugin.json", bytes: file.bytes)).has("DW024"))
    }
}
