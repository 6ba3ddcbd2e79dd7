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
                == "DW261 In a.yaml: The reference #/C leads to nothing.")
        #expect(found("a.yaml#/C", ["a.yaml": "B: {}"]).last == "DW261 There is no #/C in a.yaml.")
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
