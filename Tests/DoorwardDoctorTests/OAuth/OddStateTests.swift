import Testing

@testable import DoorwardDoctor

@Suite("A state of odd bytes")
struct OddStateTests {
    private let state = OddState.make(random: (0..<16).map { UInt8($0) })

    @Test("has 500 bytes or some more, all of them allowed, and all that must be encoded")
    func make() {
        #expect((500...600).contains(state.utf8.count))
        for byte in UInt8(0x20)...0x7E {
            let scalar = Unicode.Scalar(byte)
            guard !scalar.properties.isAlphabetic, scalar.properties.numericType == nil else { continue }
            #expect(state.unicodeScalars.contains(scalar), "\(scalar)")
        }
        #expect(state.utf8.allSatisfy { (0x20...0x7E).contains($0) })
        let foreign = OddState.foreign(random: [])
        #expect(foreign.contains("水") && foreign.contains("🚪") && (500...600).contains(foreign.utf8.count))
        #expect(state != OddState.make(random: [UInt8](repeating: 1, count: 16)))
        #expect(AuthorizationCallback(url: "https://a.example/?state=" + QueryText.encode(state)).state == state)
    }

    @Test("of the usual kind is a UUID of version 4")
    func uuid() {
        #expect(OddState.uuid(random: [UInt8](repeating: 0xFF, count: 16)) == "ffffffff-ffff-4fff-bfff-ffffffffffff")
        #expect(OddState.uuid(random: []) == "00000000-0000-4000-8000-000000000000")
    }

    @Test("says what became of it")
    func difference() {
        let encoded = QueryText.encode(state)
        let cases: [(query: String, words: String?)] = [
            ("state=" + encoded, nil),
            ("", "did not come back"), ("state=", "empty"), ("#state=\(encoded)", "behind `#`"),
            ("state=\(encoded)&state=\(encoded)", "2 times"), ("state=odd-00", "cut off after 6 of"),
            ("state=" + QueryText.encode(encoded), "percent-encoded twice"),
            ("state=" + QueryText.encode(QueryText.decode(state)), "percent-decoded twice"),
            ("state=" + QueryText.encode(state.replacing("+", with: " ")), "not encoded as `%2B`"),
            ("state=" + QueryText.encode(state.uppercased()), "another case"),
            ("state=" + QueryText.encode(state + "x"), "altered"),
        ]
        for (query, words) in cases {
            let callback = AuthorizationCallback(url: "https://a.example/cb?code=c&" + query)
            let difference = OddState.difference(sent: state, in: callback)
            #expect(
                words.map { difference?.contains($0) == true } ?? (difference == nil), "\(query): \(difference ?? "")")
        }
    }
}
