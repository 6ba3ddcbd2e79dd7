import DoorwardDocuments
import Testing

@Suite("Time that documents take", .serialized)
struct LocatedTimeTests {
    /// The beginning, what is repeated, and the end of documents that make careless readers slow.
    static let shapes: [(String, String, String)] = [
        ("[", "1,", "1]"), ("[", "[],", "1]"), ("{", "\"a\":1,", "\"a\":1}"), ("[", "'a',", "1]"), ("[", "True,", "1]"),
        ("[", "1 ", "]"), ("{", "\"a\":1 ", "}"), ("{", "\"a\" 1 ", "}"), ("[", ",", "]"), ("[", "/**/", "]"),
        ("[", "//\n", "]"), ("[", "// ", "]"), ("[\"", "\n", "\"]"), ("[\"", "\n\"a", "\"]"), ("[\"", "\\q", "\"]"),
        ("[\"", "\\ud800", "\"]"), ("['", "'    ", "']"), ("[‘", "’    ", "’]"), ("[", "\u{A0}", "]"),
        ("[", "a    ", "]"),
        ("[", "a\n", "]"), ("[", "NaN,", "]"), ("[", "{]", "]"), ("[", "-", "]"), ("[", "1", "]"), ("{", "}", ""),
        ("{", "a:", ""), ("[", "“", "]"), ("[", "(", ""), ("[", "/*", ""), ("[", "\0", "]"), ("[\"", "é", "\"]"),
        ("{a: \"", "x", "\"}"), ("a:\n", "- b\n", ""), ("a:\n", "- é: ü\n", ""), ("", "a: b\n", ""), ("", "\n", "a: b"),
        ("", "# a\n", "a: b"), ("a: ", "b ", ""), ("a: ", "b\n ", ""), ("a: |\n", "  b\n", ""), ("a: 'b", "''", "'"),
        ("a: &a b\nc:\n", "- *a\n", ""), ("", "%TAG !a! b\n", "--- a"), ("", "%A\n", "---\na"), ("- ", "&a ", "b"),
        ("a: ", "\t", "b"), ("", "---\n", ""), ("a: ", "!b ", "c"), ("- [", "a, ", "]"), ("- {", "a, ", "}"),
        ("- [", "[], ", "]"), ("- {? ", "[a, ", "x"), ("a: b", "\u{1}", ""), ("", "? a\n", ""), ("- ", "é", ""),
        ("a: [", "'b': c, ", "]"), ("a: \"", "\\\n", "\""), ("a: \"", "\\u00e9", "\""),
    ]

    @Test("Four times the bytes take about four times the time", arguments: shapes)
    func takesLinearTime(opening: String, part: String, closing: String) {
        func time(_ size: Int) -> Duration {
            let text = opening + String(repeating: part, count: size / part.utf8.count) + closing
            let bytes = Array(text.utf8)
            let syntax: LocatedDocument.Syntax = "[{".contains(opening.first ?? "a") ? .json : .yaml
            return ContinuousClock().measure { _ = LocatedDocument.read(bytes, as: syntax).problems.count }
        }
        // Quadratic time would be sixteen times as long; a busy machine gets more than one try.
        let isLinear = (0..<5).contains { _ in time(32_000) < time(8_000) * 10 + .milliseconds(60) }
        #expect(isLinear, "\(opening)\(part)")
    }

    @Test("A small document is not slowed by the depth of what is before it")
    func boundsDepthTimesLength() {
        let text =
            String(repeating: "[", count: 500) + String(repeating: "a, ", count: 100_000)
            + String(repeating: "]", count: 500)
        let document = LocatedDocument.read(Array(text.utf8), as: .yaml)
        #expect(document.problems.isEmpty)
    }
}
