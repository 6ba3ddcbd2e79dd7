import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite("Small files that credentials are kept in")
struct CredentialFileTests {
    private static func surroundings(_ folder: String) -> SourceSurroundings {
        SourceSurroundings(environment: [:], baseDirectory: folder, transport: ScriptedTransport(), now: { 0 })
    }

    @Test("A file that is a directory, a device or too large is not read; one that is not there is none")
    func odd() async throws {
        let texts = ["large": String(repeating: " ", count: 65_537), "whole": String(repeating: "x", count: 65_536)]
        try await TemporaryFiles.with(texts) { folder throws in
            let surroundings = Self.surroundings(folder)
            for path in [folder, "/dev/zero", "large"] {
                #expect(throws: SecretSourceError.self) { try surroundings.bytes(ofFile: path) }
                #expect(throws: SecretSourceError.self) { try surroundings.text(ofFile: path) }
            }
            for path in [folder + "/none", "none", "/a\u{0}b"] {
                #expect(try surroundings.bytes(ofFile: path) == nil)
                #expect(throws: SecretSourceError.noFile(path: path)) { try surroundings.text(ofFile: path) }
            }
            #expect(try surroundings.bytes(ofFile: "whole")?.count == 65_536)
            #expect(try surroundings.text(ofFile: folder + "/whole").utf8.count == 65_536)
        }
    }

    @Test(
        "A text is taken without the line's end at its end, whatever signs the path has",
        arguments: [("a", "a"), ("a\n", "a"), ("a\r\n", "a"), (" a \n\n", " a \n")])
    func text(written: String, read: String) async throws {
        let names = ["token", "to#ken", "?a=b", "ä b"]
        try await TemporaryFiles.with(Dictionary(uniqueKeysWithValues: names.map { ($0, written) })) { folder throws in
            let surroundings = Self.surroundings(folder)
            for name in names {
                #expect(try surroundings.text(ofFile: name) == read)
                #expect(try surroundings.bytes(ofFile: name) == Array(written.utf8))
            }
        }
    }

    @Test("A file that holds nothing says so", arguments: ["", "\n", "\r\n"])
    func noText(written: String) async throws {
        try await TemporaryFiles.with(["empty": written]) { folder throws in
            #expect(throws: SecretSourceError.empty) { try Self.surroundings(folder).text(ofFile: "empty") }
            #expect(try Self.surroundings(folder).bytes(ofFile: "empty") == Array(written.utf8))
        }
    }
}
