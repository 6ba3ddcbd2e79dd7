import DoorwardSecrets
import Testing

@testable import Doorward

@Suite("Editing the list of secrets")
struct EditorTests {
    private static let base = "public_url: https://a.example # one\nupstream: {url: http://b}\nauth: service_http\n"

    /// What is written for `service`, and what it is with `env:NEW` added.
    static let additions: [(String, String)] = [
        ("service:\n  secrets: [env:A]\n", "service:\n  secrets: [env:A, env:NEW]\n"),
        ("service:\n  secrets: [ env:A , env:B ] # live\n", "service:\n  secrets: [ env:A , env:B, env:NEW ] # live\n"),
        ("service:\n  secrets: ['env:A', \"env:B\"]\n", "service:\n  secrets: ['env:A', \"env:B\", env:NEW]\n"),
        ("service:\n  secrets: []\n", "service:\n  secrets: [env:NEW]\n"),
        ("service:\n  secrets: [ ] # none\n", "service:\n  secrets: [env:NEW ] # none\n"),
        (
            "service:\n  secrets: [\n    env:A, # a\n    env:B  # b\n  ]\n",
            "service:\n  secrets: [\n    env:A, # a\n    env:B,  # b\n    env:NEW\n  ]\n"
        ),
        (
            "service:\n  secrets: [\n    env:A,\n    env:B, # b\n  ]\n",
            "service:\n  secrets: [\n    env:A,\n    env:B, # b\n    env:NEW,\n  ]\n"
        ),
        ("service:\n  secrets: [env:A,\n    env:B]\n", "service:\n  secrets: [env:A,\n    env:B, env:NEW]\n"),
        ("service:\n  secrets:\n    - env:A # a\n", "service:\n  secrets:\n    - env:A # a\n    - env:NEW\n"),
        (
            "service:\n  secrets:\n  - env:A\n  - 'env:B'\n  header: X-K\n",
            "service:\n  secrets:\n  - env:A\n  - 'env:B'\n  - env:NEW\n  header: X-K\n"
        ),
        ("service:\n  secrets:\n    - env:A", "service:\n  secrets:\n    - env:A\n    - env:NEW"),
        ("service:\n  secrets:\n    - env:A\n\n# end\n", "service:\n  secrets:\n    - env:A\n    - env:NEW\n\n# end\n"),
        ("service:\n  secrets: # none yet\n", "service:\n  secrets: [env:NEW] # none yet\n"),
        ("service:\n  # how\n  header: X-K\n", "service:\n  # how\n  secrets: [env:NEW]\n  header: X-K\n"),
        ("service: {header: X-K}\n", "service: {secrets: [env:NEW], header: X-K}\n"),
        ("service: {}\n", "service: {secrets: [env:NEW]}\n"),
        ("service: {secrets: [env:A], header: X-K}\n", "service: {secrets: [env:A, env:NEW], header: X-K}\n"),
        ("service: # later\ndatabase: none\n", "service: # later\n  secrets: [env:NEW]\ndatabase: none\n"),
        ("", "service:\n  secrets: [env:NEW]\n"),
        ("database: none", "database: none\nservice:\n  secrets: [env:NEW]\n"),
        (
            "# ü – comment\nservice: {secrets: [env:A]} # ü\n",
            "# ü – comment\nservice: {secrets: [env:A, env:NEW]} # ü\n"
        ),
        ("service:\n  secrets: [dotenv:.env#A]\n", "service:\n  secrets: [dotenv:.env#A, env:NEW]\n"),
    ]

    @Test("Adding keeps every other byte", arguments: additions, [false, true])
    func adding(_ shape: (String, String), windows: Bool) throws {
        let line = { (text: String) in
            windows ? text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n") : text
        }
        let edited = try ConfigurationEditor(text: line(Self.base + shape.0)).addingSecret(reference("env:NEW"))
        #expect(edited == line(Self.base + shape.1))
        #expect(try ConfigurationEditor(text: edited).secrets().last == "env:NEW")
    }

    @Test("A byte order mark stays where it is")
    func byteOrderMark() throws {
        let edited = try ConfigurationEditor(text: "\u{FEFF}service: {secrets: [env:A]}\n").addingSecret(
            reference("env:NEW"))
        #expect(edited == "\u{FEFF}service: {secrets: [env:A, env:NEW]}\n")
    }

    /// What is written for `service`, and what it is without `env:B`.
    static let removals: [(String, String)] = [
        ("service:\n  secrets: [env:A, env:B]\n", "service:\n  secrets: [env:A]\n"),
        ("service:\n  secrets: [env:B, env:A] # x\n", "service:\n  secrets: [env:A] # x\n"),
        ("service:\n  secrets: [env:A, env:B, env:C]\n", "service:\n  secrets: [env:A, env:C]\n"),
        ("service:\n  secrets: [env:B]\n", "service:\n  secrets: []\n"),
        ("service:\n  secrets: ['env:B', env:BB]\n", "service:\n  secrets: [env:BB]\n"),
        ("service:\n  secrets: [env:A, env:B, ]\n", "service:\n  secrets: [env:A, ]\n"),
        (
            "service:\n  secrets: [\n    env:A, # a\n    env:B # b\n  ]\n",
            "service:\n  secrets: [\n    env:A, # a\n  ]\n"
        ),
        (
            "service:\n  secrets: [\n    env:B, # b\n    env:A # a\n  ]\n",
            "service:\n  secrets: [\n    env:A # a\n  ]\n"
        ),
        ("service:\n  secrets:\n    - env:A # a\n    - env:B # b\n", "service:\n  secrets:\n    - env:A # a\n"),
        ("service:\n  secrets:\n  - env:B\n  # keep\n  - env:C\n", "service:\n  secrets:\n  # keep\n  - env:C\n"),
        ("service:\n  secrets:\n    - env:B # b\n  header: X-K\n", "service:\n  secrets: []\n  header: X-K\n"),
        ("service: {secrets: [env:B], header: X-K}\n", "service: {secrets: [], header: X-K}\n"),
        ("service:\n  secrets: [env:B, env:A, env:B]\n", "service:\n  secrets: [env:A]\n"),
    ]

    @Test("Removing keeps every other byte", arguments: removals, [false, true])
    func removing(_ shape: (String, String), windows: Bool) throws {
        let line = { (text: String) in
            windows ? text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n") : text
        }
        let edited = try ConfigurationEditor(text: line(Self.base + shape.0)).removingSecret(reference("env:B"))
        #expect(edited == line(Self.base + shape.1))
    }

    @Test("Adding and then removing gives the file back", arguments: additions.prefix(12).map(\.0))
    func roundTrip(_ shape: String) throws {
        let text = Self.base + shape + (shape.hasSuffix("\n") ? "" : "\n")
        let added = try ConfigurationEditor(text: text).addingSecret(reference("env:NEW"))
        let removed = try ConfigurationEditor(text: added).removingSecret(reference("env:NEW"))
        #expect(try ConfigurationEditor(text: removed).secrets() == ConfigurationEditor(text: text).secrets())
    }

    @Test(
        "What cannot be changed safely says what to write by hand",
        arguments: [
            "service: &s\n  secrets: &x [env:A]\nuser: *s\n", "service:\n  secrets: ~\n", "service: null\n",
            "service:\n  secrets:\n    - >-\n      env:A\n", "service:\n  secrets: !!seq\n  - env:A\n", "...\n",
            "service:\n  'secrets':\n", "service:\n  secrets: [\"env:\\x41\"]\n",
        ])
    func byHand(_ shape: String) {
        #expect {
            try ConfigurationEditor(text: Self.base + shape).addingSecret(reference("env:NEW"))
        } throws: {
            guard case .byHand(let lines)? = $0 as? ConfigurationEditError else { return false }
            return lines.last?.contains("env:NEW]") == true
        }
    }

    @Test("A reference that is there already, one that is not, and a broken file are told apart")
    func refused() throws {
        let text = Self.base + "service: {secrets: [env:A]}\n"
        #expect(throws: ConfigurationEditError.alreadyThere("env:A")) {
            try ConfigurationEditor(text: text).addingSecret(reference("env:A"))
        }
        #expect(throws: ConfigurationEditError.notThere("env:B", known: ["env:A"])) {
            try ConfigurationEditor(text: text).removingSecret(reference("env:B"))
        }
        for broken in ["a: [", "a: 1\na: 2\n", "a: \u{7}"] {
            #expect { try ConfigurationEditor(text: broken).addingSecret(reference("env:B")) } throws: {
                guard case .unreadable? = $0 as? ConfigurationEditError else { return false }
                return true
            }
        }
    }

    @Test("A reference with unusual characters is quoted")
    func quoted() throws {
        let edited = try ConfigurationEditor(text: "service: {secrets: [env:A]}\n").addingSecret(
            reference("file:/run/it's, [x]"))
        #expect(edited == "service: {secrets: [env:A, 'file:/run/it''s, [x]']}\n")
    }

    private func reference(_ text: String) throws -> SecretReference { try SecretReference(parsing: text) }
}
