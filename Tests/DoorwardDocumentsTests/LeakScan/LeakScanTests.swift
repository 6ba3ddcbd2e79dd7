import DoorwardDocuments
import Foundation
import Testing

@Suite("Leak scan")
struct LeakScanTests {
    /// Not a real secret; it has characters that every encoding writes differently.
    private static let secret = Array("n0t/a+real\"secret<&>~\\ü-\(String(repeating: "k7", count: 8))".utf8)
    private static let scan = LeakScan(secrets: [
        ("env:OTHER", Array("another-secret-value".utf8)), ("env:SECRET", secret),
    ])

    private func document(_ text: String) -> PublicDocument {
        PublicDocument(path: "/openapi.json", contentType: "application/json", body: Array(text.utf8))
    }

    private static func percent(_ bytes: [UInt8], _ format: String) -> String {
        bytes.map { String(format: format, Int($0)) }.joined()
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    private static func urlSafe(_ text: String) -> String {
        text.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_").replacingOccurrences(
            of: "=", with: "")
    }

    static let encodings: [(String, String)] = {
        let plain = text(secret)
        let escaped = text(JSONValue.string(plain).serialized())
        let units = plain.utf16.map { String(format: "\\u%04x", Int($0)) }.joined()
        var forms = [
            ("plain", plain), ("plain, JSON-escaped", escaped), ("plain, JSON-escaped", units),
            ("plain, JSON-escaped", units.uppercased().replacingOccurrences(of: "\\U", with: "\\u")),
            (
                "plain, JSON-escaped",
                plain.replacingOccurrences(of: "/", with: "\\/").replacingOccurrences(of: "\"", with: "\\\"")
            ),
            ("hex", percent(secret, "%02x")), ("hex", percent(secret, "%02X")),
            ("plain, percent-encoded", percent(secret, "%%%02X")),
            ("plain, percent-encoded", percent(secret, "%%%02x")),
            ("plain, percent-encoded", plain.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""),
            (
                "plain, HTML-escaped",
                plain.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
                    .replacingOccurrences(of: "\"", with: "&#34;")
            ),
        ]
        for before in 0..<4 {
            let inside = [UInt8](repeating: 0x3A, count: before) + secret + Array("/behind".utf8)
            forms.append(("base64", base64(inside)))
            forms.append(("base64url", urlSafe(base64(inside))))
            forms.append(("base64", base64([UInt8](repeating: 0x3A, count: before) + secret)))
        }
        forms.append(
            (
                "base64, percent-encoded",
                base64(secret).replacingOccurrences(of: "+", with: "%2B").replacingOccurrences(of: "/", with: "%2f")
            ))
        return forms
    }()

    @Test("A secret is found however it is written", arguments: encodings)
    func findsEncodings(encoding: String, form: String) {
        for text in [form, "some text \(form)", "{a}\n\n\(form)\nb"] {
            let findings = Self.scan.scan(document(text))
            #expect(findings.count == 1, "\(encoding)")
            #expect(findings.first?.what == "env:SECRET")
            // A text without characters that base64url writes differently is base64 as well.
            let expected = encoding.hasPrefix("base64") ? "base64" : encoding
            #expect(findings.first?.encoding.hasPrefix(expected) == true, "\(String(describing: findings.first))")
        }
    }

    @Test("What is nested in a JSON document is found and its place told", arguments: encodings)
    func findsInJSON(encoding: String, form: String) throws {
        let value: JSONValue = [
            "a": [1, ["b/c": .string("x \(form) y")], "\"},[{"], "z": .string(Self.text(Self.secret)),
        ]
        for pretty in [true, false] {
            let body = Self.text(value.serialized(pretty: pretty))
            let findings = Self.scan.scan(document(body))
            #expect(findings.map(\.location) == ["/a/1/b~1c", "/z"], "\(encoding)")
            #expect(findings.allSatisfy { $0.documentPath == "/openapi.json" })
        }
    }

    @Test("A finding never shows the secret, also when it is the name of a member")
    func hidesTheSecret() {
        let plain = Self.text(Self.secret)
        let inner: JSONValue = [plain: ["x": .string(plain)], "ok": [plain: 1]]
        let findings = Self.scan.scan(document(Self.text(inner.serialized(pretty: true))))
        #expect(findings.map(\.location) == [" (a member's name)", "line 3", "/ok (a member's name)"])
        #expect(
            findings.first?.description
                == "/openapi.json at its root (a member's name): env:SECRET (plain, JSON-escaped)")
        for finding in findings { #expect(!"\(finding)".contains("k7k7")) }
    }

    @Test("In what is not JSON the line is told")
    func tellsLines() {
        let findings = Self.scan.scan(document("one\ntwo\n  x: another-secret-value\n\n\(Self.percentSecret)"))
        #expect(findings.map(\.location) == ["line 3", "line 5"])
        #expect(findings.map(\.what) == ["env:OTHER", "env:SECRET"])
    }

    private static let percentSecret = percent(secret, "%%%02X")

    @Test("Parts of a secret, short secrets and nothing are not found")
    func findsNothing() {
        let plain = Self.text(Self.secret)
        for text in [
            "", "a", "abc", String(plain.dropLast()), String(plain.dropFirst()),
            Self.base64(Array(Self.secret.dropLast(3))),
        ] {
            #expect(Self.scan.scan(document(text)).isEmpty)
        }
        #expect(LeakScan(secrets: [("short", Array("1234567".utf8)), ("empty", [])]).scan(document("1234567")).isEmpty)
        #expect(LeakScan(secrets: []).scan(document(plain)).isEmpty)
    }

    @Test("Secrets of arbitrary bytes are found in base64 and hex at every offset")
    func findsArbitraryBytes() {
        var random = SplitMix(seed: 7)
        for _ in 0..<100 {
            let bytes = (0..<Int.random(in: 8...40, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let scan = LeakScan(secrets: [("s", bytes)])
            let before = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let after = (0..<Int.random(in: 0...5, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random)
            }
            let encoded = Self.base64(before + bytes + after)
            for form in [
                encoded, Self.urlSafe(encoded), Self.percent(before + bytes + after, "%02x"),
                Self.percent(bytes, "%%%02x"),
            ] {
                #expect(scan.scan(document("data: " + form)).map(\.what) == ["s"])
            }
        }
    }

    @Test("A large document with many secrets is searched in linear time")
    func scansLargeDocuments() {
        var random = SplitMix(seed: 1)
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
        func text(_ count: Int) -> [UInt8] { (0..<count).map { _ in letters[Int(random.next() % 36)] } }
        let secrets = (0..<50).map { (label: "s\($0)", bytes: text(32)) }
        let scan = LeakScan(secrets: secrets)
        let body = text(1_000_000) + secrets[49].bytes
        let findings = scan.scan(PublicDocument(path: "/x", contentType: "text/plain", body: body))
        #expect(findings.map(\.what) == ["s49"])
    }

    @Test(
        "Hostile documents are searched in linear time",
        arguments: [
            "-eyJ", "eyJ.", "sk-", "-sk-", "\\u0041", "%41", "&#65;", "-----BEGIN ", "AIza", "xoxb-", "\\", "%", "&",
            "{\"a\":", "[",
            "another-secret-value ",
        ])
    func scansHostileDocuments(unit: String) {
        let text = String(repeating: unit, count: 300_000 / unit.utf8.count)
        #expect(Self.scan.scan(document(text)).count <= LeakScan.mostFindings)
    }
}
