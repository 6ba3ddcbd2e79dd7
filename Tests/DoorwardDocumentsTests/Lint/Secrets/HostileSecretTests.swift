import Testing

@testable import DoorwardDocuments

@Suite("Hostile texts under the search for secrets")
struct HostileSecretTests {
    @Test(
        "Row upon row of beginnings takes linear time",
        arguments: [
            "sk-", "eyJ.", "eyJ.eyJ.eyJhbGciOiJub25lIn0.", "://a:a:", "://", "a://b:c@", "-----BEGIN ", "AIza", "SG.",
            "ya29.",
            "secret=", "secret:", "secret: ", "\"secret\":", "api key ", "password is ", "Bearer ", "Basic ", "-u a:",
            "?token=",
            "A", "aB3", "=", ":", " ", "\\u0041", "%41", "&amp;", "\\\\", "%25", "sl.", "hvs.", "xoxb-", "glpat-",
            "1//0", "AKIA",
            "pat-na1-", "ghp_aB3dE5gH7jK9", "Account" + "Key=", ":AA", ".", "-us1", "9.Q~8Q~", "_", "LS0tLS1CRUdJTi",
            "🙂",
        ])
    func takesLinearTime(unit: String) {
        let clock = ContinuousClock()
        func time(_ count: Int) -> Duration {
            let bytes = Array(String(repeating: unit, count: count / unit.utf8.count).utf8)
            return clock.measure { _ = SecretSearch.sightings(in: bytes) }
        }
        _ = time(1_000)
        let short = time(15_000)
        let long = time(150_000)
        #expect(long < short * 30 + .milliseconds(200), "\(short), then \(long)")
    }

    @Test("A megabyte of beginnings of keys is no secret", arguments: ["sk-", "eyJ.", "://a:a:"])
    func searchesMegabyte(unit: String) {
        let text = "openapi: 3.1.0\nx: '" + String(repeating: unit, count: 1_000_000 / unit.utf8.count) + "'\n"
        let findings = Linter().lint(LintInput(name: "openapi.yaml", bytes: Array(text.utf8))).findings
        #expect(!findings.contains { $0.rule.id.hasPrefix("DW3") })
    }

    @Test("Bytes of any kind are searched, and what is shown holds no secret")
    func survivesAnything() throws {
        var random = SplitMix(seed: 11)
        let secrets = PlantedSecrets.all
        for _ in 0..<400 {
            let secret = secrets[Int(random.next() % UInt64(secrets.count))]
            var bytes = Array(
                #"{"openapi": "3.1.0", "paths": {"/a?api_key=\#(secret.text)": {"x": "\#(secret.text)"}}}"#.utf8)
            for _ in 0..<Int(random.next() % 6) {
                let place = Int(random.next() % UInt64(bytes.count))
                bytes[place] = UInt8(truncatingIfNeeded: random.next())
            }
            _ = SecretSearch.sightings(in: bytes)
            _ = SecretMask.masked(String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test("A message that quotes a secret is masked", arguments: PlantedSecrets.all)
    func masks(secret: PlantedSecrets.Secret) {
        let masked = SecretMask.masked("client_url is “https://a.example/x?client_secret=\(secret.text)”, remove it")
        let part = secret.text.split(separator: "@").first?.suffix(12) ?? ""
        #expect(!masked.contains(part) && masked.contains("•••") && masked.hasSuffix("remove it"))
        #expect(SecretMask.masked("`api.url` is on port 8080") == "`api.url` is on port 8080")
    }

    @Test("Values are found at their bytes")
    func findsValues() {
        let text = #"{"a": {"b": [1, {"cé": "text"}]}, "d": true}"#
        let document = LocatedDocument.read(Array(text.utf8), as: .json)
        func pointer(_ part: String) -> String? {
            let bytes = Array(text.utf8)[...]
            let place = bytes.indices.first { bytes[$0...].starts(with: part.utf8) }
            return place.flatMap { document.value(at: $0)?.pointer }
        }
        #expect(pointer("1,") == "/a/b/0")
        #expect(pointer("text") == "/a/b/1/cé")
        #expect(pointer("cé") == "/a/b/1/cé")
        #expect(pointer("true") == "/d")
        #expect(pointer(", \"d\"") == "")
        #expect(document.value(at: 1_000) == nil)
        #expect(document.value(at: -1) == nil)
    }
}
