import DoorwardDocuments
import Testing

@testable import DoorwardGateway

@Suite("Paths")
struct PathGrammarTests {
    /// The canonical form, or nil when the path is refused.
    static func canonical(_ path: [UInt8]) -> String? {
        path.withUnsafeBytes { bytes in
            guard let scanned = try? PathGrammar.scan(bytes, from: 0, to: bytes.count), scanned.end == bytes.count
            else {
                return nil
            }
            guard scanned.hasEscapes else { return String(decoding: bytes, as: UTF8.self) }
            return String(decoding: PathGrammar.canonical(bytes), as: UTF8.self)
        }
    }

    @Test(
        "A path is brought to one form",
        arguments: [
            ("/", "/"), ("/a/b", "/a/b"), ("/a/", "/a/"), ("/%61%2D%2e%5f%7E%41%30", "/a-._~A0"),
            ("/%c3%a9", "/%C3%A9"),
            ("/%20%22%3c", "/%20%22%3C"), ("/a%3bb%3Fc%23", "/a%3Bb%3Fc%23"), ("/[1]^|", "/%5B1%5D%5E%7C"),
            ("/%5b%5D%5e%7c", "/%5B%5D%5E%7C"), ("/100%25", "/100%25"),
            ("/%25%zz".replacing("%zz", with: "zz"), "/%25zz"),
            ("/...", "/..."), ("/%2e%2e%2e", "/..."), ("/a%2e%2e", "/a.."), ("/.;a".replacing(".", with: "x"), "/x;a"),
            ("/a..;b", "/a..;b"), ("/%21%24", "/%21%24"),
        ])
    func canonical(path: String, expected: String) {
        #expect(Self.canonical(path.bytes) == expected)
        #expect(Self.canonical(expected.bytes) == expected)
    }

    @Test("The query is not part of the path", arguments: [("/a?b", 2), ("/a?/../b", 2), ("/?", 1), ("/a", 2)])
    func endsAtQuestionMark(target: String, end: Int) {
        let found = target.bytes.withUnsafeBytes { bytes in
            (try? PathGrammar.scan(bytes, from: 0, to: bytes.count))?.end
        }
        #expect(found == end)
    }

    /// Beyond what documents refuse, the gate refuses what a server could decode once too often or cut off: control characters,
    /// what is not UTF-8, an escape written with escapes, and dots before an escaped semicolon.
    private static func isRefusedByGateOnly(_ path: [UInt8]) -> Bool {
        let text = String(decoding: path, as: UTF8.self).lowercased()
        guard let once = decode(path) else { return false }
        if once.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return true }
        if text.contains("%"), String(validating: once, as: UTF8.self) == nil { return true }
        let percents = text.ranges(of: "%25")
        for place in percents {
            guard let rest = decode(Array(text[place.upperBound...].utf8)), rest.count >= 2 else { continue }
            if rest.prefix(2).allSatisfy({ ByteClass.hexValue($0) != nil }) { return true }
        }
        return text.split(separator: "/").contains { segment in
            let name = segment.replacing("%2e", with: ".")
            return name.hasPrefix(".%3b") || name.hasPrefix("..%3b")
        }
    }

    private static func decode(_ path: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        var index = 0
        while index < path.count {
            guard path[index] == 0x25 else {
                result.append(path[index])
                index += 1
                continue
            }
            guard index + 2 < path.count, let high = ByteClass.hexValue(path[index + 1]),
                let low = ByteClass.hexValue(path[index + 2])
            else { return nil }
            result.append(high << 4 | low)
            index += 3
        }
        return result
    }

    @Test("The gate and the documents read every path the same way, or the gate is the stricter one by a known rule")
    func agreesWithDocuments() {
        var random = SeededGenerator(seed: 0x00D0_0121)
        let pieces = [
            "/", "/", "/", "a", "b", ".", "..", "%2e", "%2E", "%2f", "%5c", "%5C", "%00", "%01", "%7f", "%25", "%32",
            "%65",
            "%41", "%7e", "%3b", "%3B", "%c3", "%A9", ";", "=", "[", "]", "^", "|", "\\", "{", "}", "\"", "<", " ", "#",
            "%", "%2", "%zz", "2e", "é", "\u{1}", "~", "!", "@", ":", "+", ",", "'", "*", "(", ")", "&", "$", "-", "_",
        ]
        var accepted = 0
        for _ in 0..<60_000 {
            let count = Int.random(in: 0..<8, using: &random)
            let path = ("/" + (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()).bytes
            let gate = Self.canonical(path)
            if gate != nil { accepted += 1 }
            let expected = Self.isRefusedByGateOnly(path) ? nil : PathTemplate.canonical(path: path)
            #expect(gate == expected, "\(String(decoding: path, as: UTF8.self).debugDescription)")
        }
        #expect(accepted > 5_000)
    }

    @Test("What is forwarded means the same however often it is decoded")
    func survivesDecodingTwice() {
        var random = SeededGenerator(seed: 7)
        let pieces = ["/", "a", "%25", "%32", "%35", "%65", "%45", "2", "5", "e", "f", "%66", ".", "%2e"]
        for _ in 0..<40_000 {
            let path = "/" + (0..<7).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            guard let once = Self.canonical(path.bytes), let decoded = Self.decode(once.bytes) else { continue }
            // A second decoding must find nothing more to decode.
            let twice = Self.decode(decoded)
            #expect(twice == nil || twice == decoded, "\(path)")
        }
    }

    @Test("A hostile path costs linear time", arguments: ["/", ".", "%2e", "%25", "a;", "[", "%25%"])
    func isLinear(piece: String) {
        let path = ("/a" + String(repeating: piece, count: 200_000)).bytes
        let time = ContinuousClock().measure { _ = Self.canonical(path) }
        #expect(time < .seconds(3))
    }
}
