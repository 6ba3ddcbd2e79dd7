import DoorwardDocuments
import Synchronization
import Testing

@Suite("References to other files")
struct OpenAPIFilesTests {
    private func found(_ reference: String, _ files: [String: String]) -> [String] {
        OpenAPIFragment.lint("components: {schemas: {A: {$ref: '\(reference)'}}}", files: files).findings
            .map { "\($0.rule.id) \($0.message)" }
    }

    private static let pet = "type: object\nproperties: {owner: {$ref: '../people/owner.json#/defs/Owner'}}\n"
    private static let owner = #"{"defs": {"Owner": {"properties": {"pet": {"$ref": "../schemas/./pet.yaml"}}}}}"#

    @Test("Files are read once, relative to each other, in circles too")
    func circle() {
        let list = found("schemas/pet.yaml", ["schemas/pet.yaml": Self.pet, "people/owner.json": Self.owner])
        #expect(
            list == [
                "DW265 What is in schemas/pet.yaml is not in this document.",
                "DW265 What is in people/owner.json is not in this document.",
            ])
    }

    @Test("What is missing in another file is told at the reference that leads there")
    func missing() {
        let list = found("schemas/pet.yaml", ["schemas/pet.yaml": Self.pet])
        #expect(list.last == "DW264 The file people/owner.json could not be read.")
        #expect(
            found("a.yaml#/B", ["a.yaml": "B: {$ref: '#/C'}"]).last
                == "DW261 In a.yaml: The reference #/C leads to nothing; a warning, as importers go on with nothing there."
        )
        #expect(
            found("a.yaml#/C", ["a.yaml": "B: {}"]).last
                == "DW261 There is no #/C in a.yaml; a warning, as importers go on with nothing there.")
        let report = OpenAPIFragment.lint(
            "components: {schemas: {A: {$ref: a.yaml}}}", files: ["a.yaml": "$ref: gone.yaml"])
        #expect(report.short.last == "DW264 error /components/schemas/A/$ref")
    }

    @Test("A file may lead back into the document")
    func back() {
        let list = OpenAPIFragment.lint(
            "components: {schemas: {A: {$ref: a.yaml}, B: {type: string}}}",
            files: ["a.yaml": "items: {$ref: 'openapi.yaml#/components/schemas/B'}"])
        #expect(list.short == ["DW265 warning /components/schemas/A/$ref"])
    }

    @Test("A file that breaks off says so, with its line, and nothing in it is missed")
    func broken() {
        let list = found("a.yaml#/C", ["a.yaml": "B: {type: string}\nx: @y\n"])
        #expect(list.count == 1)
        #expect(list[0].hasPrefix("DW264 The file a.yaml is there, but cannot be read; line 2: "))
    }

    @Test("References that lead in a circle through other files are found")
    func loop() {
        let report = OpenAPIFragment.lint(
            "components: {schemas: {A: {$ref: l1.yaml}, B: {$ref: l2.yaml}}}",
            files: ["l1.yaml": "$ref: l2.yaml", "l2.yaml": "$ref: l1.yaml"])
        #expect(report.short.filter { $0.hasPrefix("DW263") } == ["DW263 error /components/schemas/A/$ref"])
        let back = OpenAPIFragment.lint(
            "components: {schemas: {A: {$ref: l1.yaml}}}",
            files: ["l1.yaml": "$ref: 'openapi.yaml#/components/schemas/A'"])
        #expect(back.short.last == "DW263 error /components/schemas/A/$ref")
    }

    @Test("Percent signs in the name of a file are decoded")
    func percent() {
        #expect(
            found("my%20s.yaml", ["my s.yaml": "type: string"])
                == ["DW265 What is in my s.yaml is not in this document."])
    }

    @Test(
        "Files that are never read are told with the reason",
        arguments: ["/etc/hosts.json", "x.txt", "file:///a/b.json", "FILE:a.yaml"])
    func unread(_ reference: String) {
        let list = found(reference, [:])
        #expect(list.count == 1)
        #expect(list[0].hasPrefix("DW264") && list[0].contains(".json, .yaml or .yml"))
    }

    @Test("Beside a URL nothing is fetched, and that is what is said")
    func remote() {
        let report = Linter().lint(
            LintInput(
                name: "https://api.example.com/openapi.yaml",
                bytes: Array(OpenAPIFragment.document("components: {schemas: {A: {$ref: b.yaml}}}").utf8)))
        #expect(report.short == ["DW266 warning /components/schemas/A/$ref"])
    }

    @Test("Of many missing files the first are told, and of several references to a file the first")
    func order() {
        let schemas = (0..<120).map { "A\($0): {$ref: f\($0).yaml}" }.joined(separator: ", ")
        let report = OpenAPIFragment.lint("components: {schemas: {\(schemas)}}")
        let pointers = report.findings.filter { $0.rule.id == "DW264" }.map(\.pointer)
        #expect(pointers == (0..<50).map { "/components/schemas/A\($0)/$ref" })
        let twice = OpenAPIFragment.lint(
            "components: {schemas: {A: {properties: {a: {$ref: b.yaml}}}, B: {$ref: b.yaml}}}",
            files: ["b.yaml": "type: string"])
        #expect(twice.short == ["DW265 warning /components/schemas/A/properties/a/$ref"])
    }

    @Test(
        "Files that cannot be read as JSON or YAML are no trouble",
        arguments: ["", "\u{0}", "[", "&a [*a, *a]", "<html>"])
    func unreadable(_ text: String) {
        #expect(!found("a.yaml#/x", ["a.yaml": text]).isEmpty)
    }

    @Test("At most a hundred files are read")
    func limit() {
        let count = Mutex(0)
        let schemas = (0..<300).map { "A\($0): {$ref: f\($0).yaml}" }.joined(separator: ", ")
        let report = Linter { _, _ in
            count.withLock { $0 += 1 }
            return Array("type: string".utf8)
        }.lint(
            LintInput(
                name: "openapi.yaml",
                bytes: Array(OpenAPIFragment.document("components: {schemas: {\(schemas)}}").utf8)))
        #expect(count.withLock { $0 } == 100)
        #expect(report.has("DW267"))
    }

    @Test("No more than 64 MiB of other files are read")
    func size() {
        let large = [UInt8](repeating: UInt8(ascii: " "), count: 33 << 20)
        let schemas = (0..<9).map { "A\($0): {$ref: f\($0).yaml}" }.joined(separator: ", ")
        let count = Mutex(0)
        let report = Linter { _, _ in
            count.withLock { $0 += 1 }
            return large
        }.lint(
            LintInput(
                name: "openapi.yaml",
                bytes: Array(OpenAPIFragment.document("components: {schemas: {\(schemas)}}").utf8)))
        #expect(count.withLock { $0 } == 2)
        #expect(report.has("DW267"))
    }
}
