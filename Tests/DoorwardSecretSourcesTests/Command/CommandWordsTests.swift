import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite("Words of a command")
struct CommandWordsTests {
    @Test(
        "are split at blanks, held together by quotes, and otherwise left alone",
        arguments: [
            ("op read op://a/b/c", ["op", "read", "op://a/b/c"]), ("  op  ", ["op"]), ("a\tb", ["a", "b"]),
            ("op 'a b' \"c d\"", ["op", "a b", "c d"]), ("op a'b c'd", ["op", "ab cd"]), ("op ''", ["op", ""]),
            ("op \"it's\" 'say \"x\"'", ["op", "it's", "say \"x\""]),
            ("op $HOME `id` $(id) *", ["op", "$HOME", "`id`", "$(id)", "*"]),
            ("op a\\ b", ["op", "a\\", "b"]), ("op 'a\\'", ["op", "a\\"]),
            ("op ~/x; rm | cat > y &", ["op", "~/x;", "rm", "|", "cat", ">", "y", "&"]),
            ("op a\nb", ["op", "a\nb"]), ("op é", ["op", "é"]),
        ])
    func split(_ text: String, words: [String]) throws {
        let split = try CommandWords(parsing: text)
        #expect([split.program] + split.arguments == words)
    }

    @Test(
        "need closed quotes, a program and no zero byte",
        arguments: ["op 'a", "op \"a'", "", "  ", "''", "'' a", "op a\0b"])
    func refused(_ text: String) {
        let error = #expect(throws: SecretSourceError.self) { try CommandWords(parsing: text) }
        guard case .badReference? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
