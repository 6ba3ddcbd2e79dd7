import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite struct GoogleFormsTests {
    private static let checksums: [([UInt8], UInt32)] = [
        ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
        ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
        (Array(0..<32), 0x46DD_794E), (Array((0..<32).reversed()), 0x113F_DB5C),
        (Array("123456789".utf8), 0xE306_9283),
        ([], 0),
    ]

    @Test(
        "CRC32C has the values of RFC 3720 §B.4",
        arguments: Self.checksums)
    func checksum(bytes: [UInt8], expected: UInt32) {
        #expect(CRC32C.checksum(bytes) == expected)
    }

    @Test("Base64 of every length comes back as it was")
    func base64() {
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + 251) }
            #expect(GoogleBase64.decode(GoogleBase64.encode(bytes)) == bytes)
        }
        #expect(GoogleBase64.encode([0xFB, 0xEF, 0xFF, 0x00]) == "++//AA==")
    }

    @Test(
        "What is not the one base64 text of its bytes is refused",
        arguments: [
            "A", "AA", "AAA", "AAAA=", "AA==AA==", "--__", "AB==", "AAB=", "A A=", "AAAA\n", "====", "AA=A", "ÄÖ==",
        ])
    func strictBase64(text: String) {
        #expect(GoogleBase64.decode(text) == nil)
    }

    private static let times: [(String, Int64)] = [
        ("1970-01-01T00:00:00Z", 0), ("2014-10-02T15:01:23.045123456Z", 1_412_262_083),
        ("2014-10-02T15:01:23+05:30", 1_412_242_283), ("2024-02-29T23:59:59Z", 1_709_251_199),
        ("2000-03-01T00:00:00-01:00", 951_872_400),
    ]

    @Test(
        "Times of RFC 3339 are read",
        arguments: Self.times)
    func timestamps(text: String, expected: Int64) {
        #expect(GoogleTime.timestamp(text) == expected)
    }

    @Test(
        "What is no time is none",
        arguments: [
            "", "2014-10-02", "2014-13-02T15:01:23Z", "2014-10-02T24:01:23Z", "2014-10-02T15:01:23",
            "2014-10-02T15:01:23.Z",
            "2014-10-02T15:01:23.0123456789Z", "-014-10-02T15:01:23Z", "2014-10-02T15:01:23+0530",
            "2014-10-02T15:01:23+24:00",
            "2014-10-02 15:01:23Z", "２０14-10-02T15:01:23Z",
        ])
    func noTimestamps(text: String) {
        #expect(GoogleTime.timestamp(text) == nil)
    }

    @Test("The Date of an answer is read, and nothing like it")
    func dates() {
        #expect(GoogleTime.date("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
        for text in [
            "", "Sun, 06 Now 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC", "Sunday, 06-Nov-94 08:49:37 GMT",
        ] {
            #expect(GoogleTime.date(text) == nil)
        }
    }

    private static let places: [(String, Bool)] = [
        ("https://a.example/x?y=1", true), ("https://a.example:8443", true), ("https://[2001:db8::1]/x", true),
        ("http://127.0.0.1:8080/x", true), ("http://localhost/x", true), ("http://[::1]:1/", true),
        ("http://a.example/x", false), ("http://127.0.0.1.example/x", false), ("http://169.254.169.254/x", false),
        ("http://localhost.example", false), ("https://user@a.example/", false), ("https://", false),
        ("https:///x", false), ("https://a.example:0/", false), ("https://a.example:70000/", false),
        ("https://a.example/x y", false), ("https://a.example/\r\nx", false), ("https://a.example/#x", false),
        ("ftp://a.example", false), ("https://[::1/x", false), ("https://a.example:", false),
        ("http://127.1/x", false),
    ]

    @Test(
        "Addresses that are asked are https, or plain where nothing leaves the machine",
        arguments: Self.places)
    func addresses(text: String, isGood: Bool) {
        #expect((GoogleAddress(text) != nil) == isGood)
        #expect(GoogleAddress("http://169.254.169.254/x", plain: .linkLocal) != nil)
    }

    @Test("Forms are escaped byte by byte")
    func forms() {
        #expect(
            String(decoding: GoogleForm.encode([("a", "x y+&=/ä~"), ("b", "")]), as: UTF8.self)
                == "a=x%20y%2B%26%3D%2F%C3%A4~&b=")
    }

    private static let references: [(String, String, String)] = [
        (
            "gcp-sm://my-project/name", "/v1/projects/my-project/secrets/name",
            "https://secretmanager.googleapis.com"
        ),
        ("gcp-sm://123/name/7", "/v1/projects/123/secrets/name", "https://secretmanager.googleapis.com"),
        (
            "gcp-sm://example.com:p/N_a-1?location=europe-west3#m",
            "/v1/projects/example.com:p/locations/europe-west3/secrets/N_a-1",
            "https://secretmanager.europe-west3.rep.googleapis.com"
        ),
    ]

    @Test(
        "References that Secret Manager can read",
        arguments: Self.references)
    func names(text: String, path: String, host: String) throws {
        let name = try GoogleSecretName(SecretReference(parsing: text))
        #expect(name.path == path)
        #expect(try name.endpoint(SourceSurroundings(ScriptedTransport())).text == host)
    }

    private static let badReferences: [String] = [
        "gcp-sm://p", "gcp-sm://p/", "gcp-sm:///n", "gcp-sm://p/n/", "gcp-sm://p/n/1/x", "gcp-sm:p/n",
        "gcp-sm://P/n",
        "gcp-sm://p/n.x", "gcp-sm://p/n/1:destroy", "gcp-sm://p/n?region=x", "gcp-sm://p/n?location=",
        "gcp-sm://p/n#",
        "gcp-sm://p/n?location=a.example/x", "gcp-sm://p/../n", "gcp-sm://p/nä", "gcp-sm://-p/n",
        "gcp-sm://p/\(String(repeating: "n", count: 256))", "gcp-sm://p/n?location=x&other=1",
    ]

    @Test(
        "References that it cannot read are refused with the right form",
        arguments: Self.badReferences)
    func badNames(text: String) throws {
        let reference = try SecretReference(parsing: text)
        let error = #expect(throws: SecretSourceError.self) { try GoogleSecretName(reference) }
        guard case .badReference(let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("gcp-sm://PROJECT/NAME"))
    }

    @Test(
        "An endpoint of one's own has to be safe", arguments: ["http://a.example", "a.example", "https://a.example/?x"])
    func endpoints(text: String) async throws {
        let source = GoogleScript().source(["CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER": text])
        await #expect {
            try await source.read(.google())
        } throws: { "\($0)".contains("CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER") }
    }
}
