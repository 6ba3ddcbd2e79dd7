import DoorwardDocuments
import Foundation
import Testing

@Suite("Key shapes")
struct KeyShapeTests {
    private let scan = LeakScan(secrets: [])

    private func findings(_ text: String) -> [LeakFinding] {
        scan.scan(PublicDocument(path: "/x", contentType: "text/plain", body: Array(text.utf8)))
    }

    /// Random text, so that no key, not even a false one, is in the source.
    private static func random(_ count: Int, _ alphabet: String) -> String {
        let letters = Array(alphabet)
        // At least one of each kind, so that the shape never misses by chance.
        return String(
            (0..<count).map {
                $0 < 3 ? letters[[0, letters.count / 2, letters.count - 1][$0]] : letters.randomElement() ?? "a"
            })
    }

    private static let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    private static let mixed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

    private static func base64URL(_ text: String) -> String {
        Data(text.utf8).base64EncodedString().replacingOccurrences(of: "=", with: "").replacingOccurrences(
            of: "+", with: "-"
        )
        .replacingOccurrences(of: "/", with: "_")
    }

    static let keys: [(String, String)] = [
        ("an OpenAI API key", "sk-" + random(48, mixed)),
        ("an OpenAI API key", "sk-" + "proj-" + random(60, mixed + "_-")),
        ("an AWS access key", "AK" + "IA" + random(16, upper)), ("an AWS access key", "AS" + "IA" + random(16, upper)),
        ("a GitHub token", "gh" + "p_" + random(36, mixed)), ("a GitHub token", "gh" + "s_" + random(36, mixed)),
        ("a GitHub token", "github" + "_pat_" + random(22, mixed) + "_" + random(59, mixed)),
        ("a Google API key", "AI" + "za" + random(35, mixed + "-_")),
        ("a Slack token", "xo" + "xb-" + random(11, "8253") + "-" + random(24, mixed)),
        (
            "a Slack webhook",
            "https://hooks.slack" + ".com/services/T" + random(8, upper) + "/B" + random(8, upper) + "/"
                + random(24, mixed)
        ),
        ("a Stripe live key", "sk" + "_live_" + random(24, mixed)),
        ("a Stripe live key", "rk" + "_live_" + random(24, mixed)),
        ("a private key in PEM", "-----BEGIN " + "PRIVATE KEY-----"),
        ("a private key in PEM", "-----BEGIN RSA " + "PRIVATE KEY-----"),
        (
            "a JSON Web Token",
            base64URL(#"{"alg":"HS256","typ":"JWT"}"#) + "." + base64URL(#"{"sub":"alice"}"#) + "." + random(43, mixed)
        ),
        ("a Doorward user key", "dw" + "k_" + random(49, mixed)),
    ]

    @Test("Well-known kinds of keys are found, alone and in the middle", arguments: keys)
    func findsKeys(what: String, key: String) {
        for text in [
            key, "Authorization: Bearer \(key)", "\"\(key)\"", "a=\(key)&b", "(\(key))\n", "\\u0022\(key)\\u0022",
        ] {
            #expect(findings(text).map(\.what) == [what], "\(text.utf8.count)")
        }
        let json: JSONValue = ["components": ["example": .string("key: " + key)]]
        let body = PublicDocument(path: "/x", contentType: "application/json", body: json.serialized())
        #expect(scan.scan(body).map(\.location) == ["/components/example"])
        #expect(scan.scan(body).allSatisfy { !"\($0)".contains(key) })
    }

    @Test(
        "Keys within words and of a wrong length are none",
        arguments: keys.filter { !$0.0.contains("PEM") && !$0.0.contains("webhook") })
    func refusesPartsOfWords(what: String, key: String) {
        #expect(findings("x" + key).isEmpty)
        #expect(findings(String(key.prefix(12))).isEmpty)
    }

    @Test(
        "What documentation shows in a key's place is none",
        arguments: [
            "AKIAIOSFODNN7EXAMPLE", "sk-" + String(repeating: "x", count: 48),
            "sk-your-api-key-goes-here-1234567890abcdef", "sk-...",
            "dwk_" + String(repeating: "0", count: 49), "ghp_" + String(repeating: "X", count: 36),
            "xoxb-your-token-goes-here-1A",
            "-----BEGIN PUBLIC KEY-----", "-----BEGIN CERTIFICATE-----", "eyJhbGciOiJIUzI1NiJ9",
            "eyJhbGciOiJIUzI1NiJ9.e30", "sk-learn",
            "task-force-1A-is-a-very-long-name-of-a-thing", "56d819a1d5fa4b768331bddace57d57c",
            "eyJub25zZW5zZSI6MX0.eyJhIjoiYiJ9aa.AAAAAAAAAAAAAAAAAAAA",
            "https://firebasestorage.googleapis.com/v0/b/x/o/logo.png?alt=media&token=0f8fad5b-d9cb-469f-a165-70867728950e",
            "Replace_this_string_with_the_verification_token_generated_in_the_ChatGPT_UI",
        ])
    func ignoresPlaceholders(text: String) {
        #expect(findings(text).isEmpty)
    }

    @Test("Keys to test modes and passwords in URLs are not refused, and hide no key behind them")
    func passesTestKeys() {
        let idle = (0..<150).map { _ in
            "sk" + "_test_" + Self.random(24, Self.mixed) + " https://app:" + Self.random(12, Self.mixed)
                + "@x.example\n"
        }
        #expect(findings(idle.joined()).isEmpty)
        #expect(
            findings(idle.joined() + "AK" + "IA" + Self.random(16, Self.upper)).map(\.what) == ["an AWS access key"])
    }

    @Test("The token that documentation everywhere shows is none")
    func ignoresSampleToken() {
        let payload = Self.base64URL(#"{"sub":"1234567890","name":"John Doe","iat":1516239022}"#)
        #expect(
            findings(Self.base64URL(#"{"alg":"HS256","typ":"JWT"}"#) + ".\(payload)." + Self.random(43, Self.mixed))
                .isEmpty)
    }

    @Test(
        "Real manifests and API documents hold nothing that looks like a key",
        arguments: Corpus.manifests + Corpus.specs)
    func staysQuiet(file: Corpus.File) {
        let found = scan.scan(PublicDocument(path: file.name, contentType: "", body: file.bytes))
        #expect(found.isEmpty, "\(found)")
    }
}
