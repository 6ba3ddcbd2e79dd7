import Testing

@testable import DoorwardServer

@Suite("Prose")
struct ProseTests {
    @Test(
        "is split at empty lines",
        arguments: [
            ("One.\nStill one.\n\n \nTwo.", ["One.\nStill one.", "Two."]),
            ("One.\r\n\r\nTwo.", ["One.", "Two."]),
            (" \n\n", []),
            ("", []),
        ])
    func paragraphs(text: String, wanted: [String]) {
        #expect(Prose.paragraphs(text) == wanted)
    }

    @Test("is cut with a mark when it is too long, and only then")
    func cut() {
        #expect(Prose.cut("abcd", to: 4) == "abcd")
        #expect(Prose.cut("abcde", to: 4) == "abc…")
        #expect(Prose.cut("", to: 4) == "")
        let long = Prose.paragraphs(String(repeating: "word ", count: 1_000_000)).joined()
        #expect(long.unicodeScalars.count == Prose.limit && long.hasSuffix("…"))
    }

    @Test("becomes one line without runs of white space")
    func line() {
        #expect(Prose.line(" a\n\n b\tc ", limit: 10) == "a b c")
        #expect(Prose.line(nil, limit: 10) == "")
    }
}
