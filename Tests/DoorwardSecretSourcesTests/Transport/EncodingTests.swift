import Testing

@testable import DoorwardSecretSources

@Suite("Encodings that all sources share")
struct EncodingTests {
    @Test("Base64 of every length comes back as it was")
    func everyLength() {
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + 251) }
            #expect(PaddedBase64.decode(PaddedBase64.encode(bytes)) == bytes)
        }
    }

    @Test(
        "Base64 has its padding and its own alphabet",
        arguments: [
            ("", []), ("/w==", [0xFF]), ("+/8=", [0xFB, 0xFF]), ("AAAA", [0, 0, 0]),
            ("++//AA==", [0xFB, 0xEF, 0xFF, 0x00]),
        ] as [(String, [UInt8])])
    func base64(text: String, bytes: [UInt8]) {
        #expect(PaddedBase64.decode(text) == bytes)
        #expect(PaddedBase64.encode(bytes) == text)
    }

    @Test(
        "What is not the one base64 text of its bytes is refused",
        arguments: [
            "A", "AA", "AAA", "AAAA=", "AA==AA==", "--__", "_w==", "/w", "/w=", "/x==", "A===", "AB==", "AAB=", "A A=",
            "AA A", "AAAA\n", "====", "AA=A", "ÄÖ==",
        ])
    func strictBase64(text: String) { #expect(PaddedBase64.decode(text) == nil) }

    @Test("Everything but letters, digits and four signs is escaped byte by byte")
    func escaped() {
        #expect(PercentEncoding.encode("aZ09-._~ /%ä\u{0}") == "aZ09-._~%20%2F%25%C3%A4%00")
        #expect(PercentEncoding.encode("/a b/".utf8, keeping: [UInt8(ascii: "/")]) == "/a%20b/")
    }

    @Test("Forms are escaped on both sides of the sign")
    func forms() {
        #expect(
            PercentEncoding.form([("a", "x y+&=/ä~"), ("b", ""), ("c&", "d")]) == "a=x%20y%2B%26%3D%2F%C3%A4~&b=&c%26=d"
        )
        #expect(PercentEncoding.form([]) == "")
    }
}
