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
