import DoorwardSecrets
import Testing

@testable import Doorward

@Suite("Hostile configuration texts")
struct HostileTextTests {
    /// A small generator with a fixed seed, so that a failure comes back.
    struct Numbers: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) ^ (state << 31)
        }
    }

    @Test("Random bytes and mutated templates never trap, and are right or give an error", arguments: 0..<20)
    func fuzz(_ seed: Int) throws {
        var numbers = Numbers(state: UInt64(seed) &* 7919 &+ 1)
        let template = Array(
            ConfigurationTemplate(
                publicURL: .auto, upstream: try UpstreamURL(parsing: "http://127.0.0.1:9000"), auth: .serviceHTTP,
                secret: try SecretReference(parsing: "env:A")
            ).yaml().utf8)
        let pieces = [
            "[", "]", "{", "}", "- ", ": ", "\n", "\t", "*a", "&a ", "\"", "'", "#", "|\n", ">", "\r", "? ", "!!", "%",
            "\u{2028}", "é",
        ]
        for round in 0..<60 {
            var bytes = round % 10 == 0 ? (0..<200).map { _ in UInt8.random(in: 0...255, using: &numbers) } : template
            for _ in 0..<Int.random(in: 1...6, using: &numbers) {
                let place = Int.random(in: 0..<bytes.count, using: &numbers)
                switch Int.random(in: 0..<4, using: &numbers) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
                case 1: bytes.insert(contentsOf: pieces.randomElement(using: &numbers)?.utf8 ?? "".utf8, at: place)
                case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...30, using: &numbers)))
                default:
                    bytes.insert(
                        contentsOf: bytes[place..<min(bytes.count, place + 40)],
                        at: Int.random(in: 0..<bytes.count, using: &numbers))
                }
                if bytes.isEmpty { bytes = [0x41] }
            }
            let result = outcome(bytes)
            #expect((result.loaded == nil) == result.problems.contains { $0.severity == .error })
            checkEditor(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// An edit either fails or does exactly what was asked for.
    private func checkEditor(_ text: String) {
        let editor = ConfigurationEditor(text: text)
        guard let before = try? editor.secrets(), let reference = try? SecretReference(parsing: "env:NEW"),
            let edited = try? editor.addingSecret(reference)
        else { return }
        #expect((try? ConfigurationEditor(text: edited).secrets()) == before + [reference.description])
    }

    @Test(
        "A mebibyte of one pattern is answered soon",
        arguments: [
            "[", "{", "- ", "? ", "a: ", "\"", "'", "*a ", "&a ", "[*a,", "a:\n", "- a\n", "!", "!!a ", "%", "|\n", "#",
            "\n", "\r", "é", "x",
        ])
    func patterns(_ pattern: String) {
        let count = ConfigurationFile.maximumSize / pattern.utf8.count
        let text = String(repeating: pattern, count: count)
        let clock = ContinuousClock()
        let elapsed = clock.measure { #expect(outcome(text).loaded == nil) }
        #expect(elapsed < .seconds(20), "\(pattern.debugDescription): \(elapsed)")
    }

    @Test("Parsers of single values never trap on odd texts")
    func values() {
        let parts = [
            "", "[", "]", ":", "/", "//", "http://", "%", "%2e", "::", "1", "255", "65536", ".", "-", "@", "é", "\u{0}",
            "e", "x", "\\", "KiB", "s", "*",
        ]
        var numbers = Numbers(state: 42)
        for _ in 0..<1500 {
            let text = (0..<Int.random(in: 0...6, using: &numbers)).map { _ in
                parts.randomElement(using: &numbers) ?? ""
            }.joined()
            for key in ConfigurationKey.all {
                var configuration = DoorwardConfiguration.defaults
                _ = key.binding.apply(RawValue(text, for: key, origin: .default), &configuration)
            }
        }
    }
}
