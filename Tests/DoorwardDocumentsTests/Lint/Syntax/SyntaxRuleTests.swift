import Testing

@testable import DoorwardDocuments

@Suite("Rules about notation")
struct SyntaxRuleTests {
    /// Metadata of OAuth and manifests have the name of a manifest here; what is YAML has none.
    private static func lint(_ text: String, name: String = "document") -> LintReport {
        Linter().lint(LintInput(name: name, bytes: Array(text.utf8)))
    }

    @Test(
        "Every example is found by its rule when it is wrong, and not when it is right",
        arguments: LintRule.syntaxRules.map(\.id)
    )
    func findsExample(_ id: String) throws {
        let rule = try #require(LintRule.named(id))
        guard let example = rule.example else { return }
        #expect(Self.lint(example.wrong).has(rule.id))
        #expect(!Self.lint(example.right).has(rule.id))
    }

    @Test("Every kind of problem has a rule of its own")
    func mapsAll() {
        let rules = SyntaxProblem.Kind.allCases.map { LintRule.of($0) }
        #expect(Set(rules.map(\.id)).count == SyntaxProblem.Kind.allCases.count)
        for rule in rules { #expect(LintRule.syntaxRules.contains(rule)) }
    }

    @Test(
        "What a strict JSON reader refuses is an error in a manifest",
        arguments: [
            ("", "DW001"), ("<!doctype html><html></html>", "DW002"), ("\u{FEFF}{}", "DW003"), ("{/* c */}", "DW006"),
            ("{\"a\": 1,}", "DW007"), ("{\"a\" 1}", "DW008"), ("{\"a\": None}", "DW009"), ("{'a': 1}", "DW010"),
            ("{a: 1}", "DW011"), ("{\"a\": \"\t\"}", "DW012"), (#"{"a": "\x"}"#, "DW013"), ("{\"a\": 01}", "DW014"),
            ("{\"a\": [", "DW018"), ("{} {}", "DW019"), ("\"a\" = 1", "DW019"),
        ])
    func refusesInManifest(_ text: String, _ id: String) {
        let report = Self.lint(text, name: ".well-known/ai-plugin.json")
        #expect(report.kind == .manifest)
        #expect(report.findings.contains { $0.rule.id == id && $0.severity == .error }, "\(report.short)")
    }

    @Test("UTF-16 and bytes that are no UTF-8 are told")
    func tellsEncodings() {
        let wide = LintInput(name: "ai-plugin.json", bytes: [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00])
        #expect(Linter().lint(wide).has("DW004"))
        let invalid = LintInput(name: "ai-plugin.json", bytes: Array("{\"a\": \"".utf8) + [0xE9] + Array("\"}".utf8))
        #expect(Linter().lint(invalid).has("DW005"))
    }

    @Test("Ten thousand levels are one finding, not a crash")
    func survivesDepth() {
        for text in [String(repeating: "[", count: 10_000), String(repeating: "{\"a\":", count: 10_000)] {
            #expect(Self.lint(text, name: "ai-plugin.json").has("DW016"))
            #expect(Self.lint(text).has("DW016"))
        }
    }

    @Test("A name that occurs twice is a warning, in JSON and in YAML")
    func warnsOfDuplicates() {
        let json = Self.lint(#"{"openapi": "3.1.0", "paths": {}, "paths": {}}"#)
        let yaml = Self.lint("openapi: 3.1.0\npaths: {}\npaths: {}\n")
        for report in [json, yaml] {
            #expect(report.findings.contains { $0.rule.id == "DW015" && $0.severity == .warning })
        }
    }

    @Test("In an OpenAPI document a comma too many is a warning, as YAML readers allow it")
    func isMilderWhereYAMLIsRead() {
        let report = Self.lint("{\"openapi\": \"3.1.0\", \"paths\": {},}")
        #expect(report.findings.contains { $0.rule.id == "DW007" && $0.severity == .warning })
    }

    @Test("A byte order mark is right in YAML")
    func allowsMarkInYAML() {
        #expect(!Self.lint("\u{FEFF}openapi: 3.1.0\npaths: {}\n").has("DW003"))
        #expect(Self.lint("\u{FEFF}{\"openapi\": \"3.1.0\", \"paths\": {}}").has("DW003"))
    }

    @Test("A manifest in YAML is told to become JSON, and is read all the same")
    func readsYAMLManifest() {
        for name in ["manifest.yaml", "ai-plugin.json"] {
            let report = Self.lint("schema_version: v3\nname_for_model: my plugin\n", name: name)
            #expect(report.has("DW022") && report.has("DW120") && report.has("DW127"))
            #expect(report.findings.allSatisfy { $0.edits.isEmpty })
        }
    }

    @Test("An OpenAPI document in the manifest's place is one finding about that")
    func findsOpenAPIInPlace() {
        let text = #"{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}}"#
        #expect(Self.lint(text, name: "https://weather.example/.well-known/ai-plugin.json?x").has("DW024"))
        #expect(!Self.lint(text, name: "openapi.json").has("DW024"))
    }

    @Test(
        "A manifest inside another value is found, with its pointer, and its own faults too",
        arguments: [
            ("{\"a\": MANIFEST}", "/a"), ("[MANIFEST]", "/0"), ("{\"a\": {\"b\": [1, MANIFEST]}}", "/a/b/1"),
        ])
    func findsWrapped(_ text: String, _ pointer: String) {
        let manifest = LintExamples.manifest(with: ["name_for_model": "\"two words\""])
        for name in ["document", "ai-plugin.json"] {
            let report = Self.lint(text.replacing("MANIFEST", with: manifest), name: name)
            #expect(report.short == ["DW025 error \(pointer)", "DW127 error \(pointer)/name_for_model"])
        }
    }

    @Test(
        "What is no document that lint knows is one finding that says what it is",
        arguments: [
            ("{\"name\": \"x\"}", "`name`"), ("{}", "without members"), ("[1, 2]", "a list"), ("12", "single value"),
            ("just a text", "a text"),
        ])
    func tellsUnknown(_ text: String, _ words: String) throws {
        let report = Self.lint(text)
        #expect(report.kind == .unknown)
        #expect(report.short == ["DW023 error "])
        #expect(report.findings.first?.message.contains(words) == true)
    }

    @Test("An empty file and a web page are not also told to be no document", arguments: ["", " \n", "<html></html>"])
    func tellsOnce(_ text: String) {
        #expect(Self.lint(text).findings.count == 1)
        #expect(Self.lint(text, name: "ai-plugin.json").findings.count == 1)
    }

    @Test(
        "Findings about the notation have the pointer of what they are in",
        arguments: [
            (#"{"a": {"b": True}}"#, "DW009", "/a/b"), (#"{"a": [1, 2,]}"#, "DW007", "/a"),
            (#"{"a": [1, 'x']}"#, "DW010", "/a/1"), (#"{"a": 1, "a": 2}"#, "DW015", "/a"),
            (#"{"a": 1 "b": 2}"#, "DW008", "/b"), ("a: {b: !own c}", "DW026", "/a/b"), (#"{"a": 1} x"#, "DW019", ""),
        ])
    func pointsInside(_ text: String, _ id: String, _ pointer: String) {
        #expect(Self.lint(text).findings.first { $0.rule.id == id }?.pointer == pointer)
    }

    @Test("Whatever is around a manifest is told as that, not as YAML")
    func tellsWrapping() {
        let manifest = LintExamples.manifest()
        let fence = "```"
        for text in [
            "\(fence)json\n\(manifest)\n\(fence)\n", "Here is the manifest:\n\(manifest)", "export default \(manifest)",
            "module.exports = \(manifest);", ")]}',\n\(manifest)",
        ] {
            for name in ["ai-plugin.json", "manifest.json"] {
                #expect(Self.lint(text, name: name).short == ["DW027 error "], "\(text.prefix(20))")
            }
        }
    }

    @Test("JSON inside a JSON text is told as that, and mended", arguments: ["ai-plugin.json", "manifest.json"])
    func tellsTextOfJSON(_ name: String) {
        let manifest = LintExamples.manifest()
        var writer = JSONWriter(pretty: false)
        writer.write(manifest)
        let input = LintInput(name: name, bytes: writer.bytes)
        #expect(Linter().lint(input).short == ["DW027 error "])
        #expect(String(decoding: Linter().fix(input).fix.bytes, as: UTF8.self) == manifest)
    }

    @Test("Aliases that multiply and tags of one program are errors")
    func tellsHostileYAML() {
        let levels = (1...9).map { level in
            "x\(level): &b\(level) [" + Array(repeating: "*b\(level - 1)", count: 9).joined(separator: ",") + "]\n"
        }
        let bomb = "openapi: 3.0.0\npaths: {}\nx0: &b0 [a]\n" + levels.joined()
        #expect(Self.lint(bomb).findings.filter { $0.rule.id == "DW020" }.map(\.severity) == [.error])
        for tag in ["!include x.yaml", "!Sub a", "!!python/name:os.system"] {
            let report = Self.lint("openapi: 3.0.0\ninfo: {title: t, version: '1'}\npaths: \(tag)\n")
            #expect(report.findings.contains { $0.rule.id == "DW026" && $0.severity == .error })
        }
    }
}
