import Foundation
import Testing

@testable import DoorwardGateway

@Suite("What fuzzing found")
struct FuzzCorpusTests {
    /// The inputs that are kept in the repository, by the target that they are for. `Fuzzing/README.md` tells about them.
    private static func inputs(_ target: FuzzTarget, _ kind: String, _ place: String = #filePath) throws -> [[UInt8]] {
        let root = (0..<4).reduce(URL(filePath: place)) { url, _ in url.deletingLastPathComponent() }
        let file = root.appending(path: "Fuzzing/\(kind)/\(target.rawValue).txt")
        // Nothing has failed so far for a target without that file.
        if kind == "Failures", !FileManager.default.fileExists(atPath: file.path) { return [] }
        return try #require(
            InputText.readAll(Data(contentsOf: file)), "\(file.path): a line is not written as it should be")
    }

    @Test(
        "Every input that is kept is read as the other parser reads it, and the same however it is cut",
        arguments: FuzzTarget.allCases)
    func replays(_ target: FuzzTarget) throws {
        var count = 0
        for kind in ["Seeds", "Corpus", "Failures"] {
            for input in try Self.inputs(target, kind) {
                count += 1
                if let discrepancy = target.check(input) { Issue.record("\(kind): \(discrepancy)") }
            }
        }
        #expect(count >= Self.expected[target, default: .max])
    }

    /// Fewer inputs than this were lost on the way.
    private static let expected: [FuzzTarget: Int] = [.request: 2_500, .response: 1_200, .chunked: 2_000, .path: 250]

    @Test("The checks see what they are for: enough inputs are accepted, and each target meets both outcomes")
    func reaches() throws {
        let requests = try Self.inputs(.request, "Seeds") + Self.inputs(.request, "Corpus")
        let readings = requests.map { GateReader.read([$0[...]], as: .requests(HeadLimits())).reading }
        #expect(readings.count { $0.isRefused } > 50)
        #expect(readings.count { !$0.messages.isEmpty } > 100)
        #expect(readings.count { $0.messages.count > 1 } > 10)
        #expect(readings.count { $0.messages.contains { $0.framing == .chunked && $0.end != nil } } > 5)
        let answers = try Self.inputs(.response, "Seeds") + Self.inputs(.response, "Corpus")
        let read = answers.map { GateReader.read([$0[...]], as: .answer(toHEAD: false)).reading }
        #expect(read.count { $0.isRefused } > 30)
        #expect(read.count { $0.messages.contains { $0.end != nil } } > 50)
    }

    @Test(
        "An input is written as one line of text and read again as it was",
        arguments: [[], [0], [0x23], [0x20], [0x0D, 0x0A], Array("a\\b\tc# ".utf8), Array(0...255)] as [[UInt8]])
    func writesInputs(_ input: [UInt8]) {
        let line = InputText.write(input)
        #expect(!line.isEmpty && !line.utf8.contains(0x0A) && line.utf8.first != 0x23)
        #expect(InputText.read(line.utf8) == input)
        #expect(InputText.readAll("# remark\n\n\(line)\n".utf8) == [input])
    }

    @Test("A line that is not written that way is none", arguments: [#"\"#, #"\q"#, #"\x1"#, #"\xZZ"#])
    func refusesLines(_ line: String) { #expect(InputText.readAll(line.utf8) == nil) }
}
