import DoorwardDocuments
import Testing

@Suite("Hostile input")
struct HostileInputTests {
    private static let seeds = [
        ##"{"openapi":"3.1.0","info":{"title":"a\u00e9\ud83d\ude00"},"paths":{"/a/{b}":{"get":{"parameters":[{"$ref":"#/x/0"}]}}}}"##,
        "openapi: 3.0.0\ninfo: {title: &a 'x', \"y\": *a}\npaths:\n  /a/{id}:\n    get:\n      description: |-\n        text\n",
        "a: &a [1, 2.5, 0x1F, !!str 5, ~]\nb: {<<: *c, ? x : y}\n- >+\n  folded\n\n%YAML 1.1\n---\n...\n",
    ].map { Array($0.utf8) }

    /// Bytes that mean something in one of the formats.
    private static let spice = Array("{}[]\",:\\u-+.eE0 \n\t#&*!|>'%@`?~/<$\0".utf8) + [0x80, 0xC3, 0xFF, 0xED]

    @Test("Damaged documents are read or refused, and what is read can be used")
    func survivesDamage() {
        var random = SplitMix(seed: 99)
        var read = 0
        for round in 0..<6000 {
            var bytes = Self.seeds[round % Self.seeds.count]
            for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty { damage(&bytes, using: &random) }
            if let value = try? JSONValue(parsing: bytes) {
                #expect((try? JSONValue(parsing: value.serialized())) == value)
            }
            guard let value = try? JSONValue(document: bytes) else { continue }
            read += 1
            let yaml = value.yamlSerialized()
            #expect((try? JSONValue(yaml: yaml)) == value, "\(yaml)")
            guard let document = try? OpenAPIDocument(value) else { continue }
            let publication = OpenAPIPublication(publicURL: "https://a.example", security: .bearer)
            #expect(document.published(publication)["servers"]?[0]?["url"] == "https://a.example")
        }
        #expect(read > 500)
    }

    @Test("Paths of random bytes have no form, or one that is its own")
    func canonicalizesRandomPaths() {
        var random = SplitMix(seed: 5)
        let letters = Array("/./%2eE5cCfF00aA;~é\\?[|".utf8)
        for _ in 0..<20_000 {
            let path =
                [0x2F]
                + (0..<Int.random(in: 0...9, using: &random)).map { _ in
                    letters[Int(random.next() % UInt64(letters.count))]
                }
            guard let canonical = PathTemplate.canonical(path: path) else { continue }
            #expect(PathTemplate.canonical(path: canonical) == canonical)
            #expect(!canonical.contains("//") && !canonical.contains("\\"))
            #expect(!canonical.split(separator: "/").contains { $0 == "." || $0 == ".." })
        }
    }

    @Test("Leaks are searched in bytes of any kind")
    func scansAnything() {
        var random = SplitMix(seed: 3)
        let secret = Array("not-a-real-secret".utf8)
        let scan = LeakScan(secrets: [("s", secret)])
        for round in 0..<3000 {
            var bytes = Self.seeds[round % Self.seeds.count]
            for _ in 0..<Int.random(in: 1...9, using: &random) where !bytes.isEmpty { damage(&bytes, using: &random) }
            bytes.insert(contentsOf: secret, at: Int.random(in: 0...bytes.count, using: &random))
            let findings = scan.scan(PublicDocument(path: "/x", contentType: "", body: bytes))
            #expect(findings.contains { $0.what == "s" })
            #expect(!findings.contains { $0.description.contains("not-a-real") })
        }
    }

    private func damage(_ bytes: inout [UInt8], using random: inout SplitMix) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(Self.spice[Int(random.next() % UInt64(Self.spice.count))], at: place)
        case 2: bytes[place] = Self.spice[Int(random.next() % UInt64(Self.spice.count))]
        default: bytes.insert(contentsOf: bytes[place...].prefix(Int.random(in: 0...20, using: &random)), at: place)
        }
    }
}
