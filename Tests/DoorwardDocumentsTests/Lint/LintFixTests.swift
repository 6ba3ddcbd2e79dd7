import Testing

@testable import DoorwardDocuments

@Suite("Mending")
struct LintFixTests {
    private static func finding(_ edits: [(Range<Int>, String)], rule: LintRule = .schemaVersion) -> LintFinding {
        LintFinding(
            rule: rule, severity: .error, file: "f", pointer: "", line: 1, column: 1, endLine: 1, endColumn: 1,
            message: "m", hint: "h",
            edits: edits.map { SyntaxProblem.Edit(range: $0.0, replacement: Array($0.1.utf8)) })
    }

    private static func apply(_ findings: [LintFinding], to text: String) -> (text: String, mended: Int) {
        let fix = LintFix(applying: findings, to: Array(text.utf8))
        return (String(decoding: fix.bytes, as: UTF8.self), fix.mended.count)
    }

    @Test("Edits are made in any order, and lengths may change")
    func appliesEdits() {
        let fixed = Self.apply([Self.finding([(4..<5, "")]), Self.finding([(0..<1, "Xyz")])], to: "abcde")
        #expect(fixed.text == "Xyzbcd")
        #expect(fixed.mended == 2)
    }

    @Test("Of two edits of the same bytes the first is made, and its finding alone is mended")
    func refusesOverlap() {
        let fixed = Self.apply(
            [Self.finding([(0..<3, "x")]), Self.finding([(2..<4, "y"), (5..<6, "z")])], to: "abcdef")
        #expect(fixed.text == "xdef")
        #expect(fixed.mended == 1)
    }

    @Test("Two insertions in one place are not both made")
    func refusesDoubleInsertion() {
        #expect(Self.apply([Self.finding([(1..<1, "x")]), Self.finding([(1..<1, "y")])], to: "ab").text == "axb")
    }

    @Test("Neighbours are both made")
    func allowsNeighbours() {
        #expect(Self.apply([Self.finding([(0..<1, "x")]), Self.finding([(1..<2, "y")])], to: "ab").text == "xy")
    }

    @Test("Edits outside of the bytes are not made")
    func refusesOutside() {
        let fixed = Self.apply([Self.finding([(1..<9, "x")])], to: "ab")
        #expect(fixed.text == "ab")
        #expect(fixed.mended == 0)
    }

    @Test("A finding about a secret is never mended")
    func leavesSecrets() {
        let rule = LintRule("DW399", "test", .error, "t", right: "r", reason: "w")
        let fixed = Self.apply([Self.finding([(0..<1, "x")], rule: rule)], to: "ab")
        #expect(fixed.text == "ab")
        #expect(fixed.mended == 0)
    }

    private static let broken = #"""
        // the manifest
        {
          'schema_version': "1",
          nameForHuman: "Weather everywhere",
          "name_for_model": "weather",
          "description_for_human": "Forecasts.",
          "description_for_model": "Forecasts for
        any place.",
          "auth": {"type": "Service_HTTP", "authorisation_type": "Bearer",
            "verification_tokens": {"OpenAI": "0123456789abcdef0123456789abcdef",},},
          "api": {"type": "OpenAPI", "url": "https://Weather.example/openapi.json", "is_user_authenticated": "False"},
          "logo_ulr": "https://weather.example/logo.png",
          "contact_email": "support@weather.example",
          "legal_info_url": "https://weather.example/legal",
        }
        """#

    @Test("A manifest with every mechanical fault is mended to one without a finding, and then stays as it is")
    func mendsAll() {
        let input = LintInput(name: "ai-plugin.json", bytes: Array(Self.broken.utf8), host: LintExamples.host)
        let (fix, report) = Linter().fix(input)
        #expect(report.short == [])
        #expect(throws: Never.self) { try JSONValue(parsing: fix.bytes) }
        #expect(
            Set(fix.mended.map(\.rule.id)).isSuperset(of: [
                "DW101", "DW104", "DW110", "DW120", "DW123", "DW141", "DW151",
            ]))
        var again = input
        again.bytes = fix.bytes
        let second = Linter().fix(again).fix
        #expect(second.bytes == fix.bytes)
        #expect(second.mended.isEmpty)
    }

    @Test(
        "A document that cannot be mended comes back byte for byte", arguments: ["", "{", "<html>", "\u{0}", "a: *b"])
    func leavesOthers(_ text: String) {
        let bytes = Array(text.utf8)
        let fix = Linter().fix(LintInput(name: "x.yaml", bytes: bytes)).fix
        #expect(fix.mended.isEmpty == (fix.bytes == bytes))
    }

    @Test("More faults than are reported are all mended")
    func mendsMany() {
        let member = #""a": [1,],"#
        let text = "{" + String(repeating: member, count: 300) + #""schema_version": "v1"}"#
        let fix = Linter().fix(LintInput(name: "ai-plugin.json", bytes: Array(text.utf8))).fix
        #expect(!String(decoding: fix.bytes, as: UTF8.self).contains("1,]"))
    }

    @Test("Whatever damage a manifest has: what was mended stays mended, and mending twice is mending once")
    func settles() {
        var random = SplitMix(seed: 41)
        let spice = Array("{}[]\",:\\'/*#\n\t, TrueNone0.+".utf8) + [0xEF, 0x80, 0xC3]
        var mended = 0
        for _ in 0..<60 {
            var bytes = Array(Self.broken.utf8)
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                if Bool.random(using: &random) {
                    bytes.insert(spice[Int.random(in: 0..<spice.count, using: &random)], at: place)
                } else {
                    bytes.remove(at: place)
                }
            }
            let input = LintInput(name: "ai-plugin.json", bytes: bytes, host: LintExamples.host)
            let (fix, report) = Linter().fix(input)
            mended += fix.mended.count
            let left = report.findings.filter { !$0.edits.isEmpty }.map(\.rule.id)
            #expect(left == [], "\(String(decoding: bytes, as: UTF8.self))")
            let again = Linter().fix(LintInput(name: input.name, bytes: fix.bytes, host: input.host)).fix
            #expect(again.bytes == fix.bytes)
        }
        #expect(mended > 300)
    }
}
