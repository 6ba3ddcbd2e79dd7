import Testing

@testable import DoorwardJOSE

@Suite("Tokens that were changed at random")
struct MutationTests {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.".utf8)

    /// One to three changes, mostly among the letters a token may have, so that many survive the decoding.
    private func mutate(_ token: [UInt8], using random: inout SeededRandom) -> [UInt8] {
        var token = token
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            guard !token.isEmpty else { return token }
            let place = Int.random(in: 0..<token.count, using: &random)
            let byte =
                Int.random(in: 0..<8, using: &random) == 0
                ? UInt8.random(in: .min ... .max, using: &random)
                : Self.letters[Int.random(in: 0..<Self.letters.count, using: &random)]
            switch Int.random(in: 0..<8, using: &random) {
            case 0: token.insert(byte, at: place)
            case 1: token.remove(at: place)
            case 2: token.removeSubrange(place...)
            case 3: token.swapAt(place, Int.random(in: 0..<token.count, using: &random))
            default: token[place] = byte
            }
        }
        return token
    }

    @Test("Of 100,000 changed tokens none verifies that is not the token itself, and none traps")
    func changed() throws {
        let verifier = try Subject.verifier()
        let token = Array(try Forge.p256.token(Subject.header, Subject.payload).utf8)
        var random = SeededRandom(seed: 3)
        var reasons: [String: Int] = [:]
        for _ in 0..<100_000 {
            let changed = mutate(token, using: &random)
            let error = failure { () throws(JOSEError) in _ = try verifier.verify(changed, now: Subject.now) }
            if let error {
                reasons[String("\(error)".prefix(24)), default: 0] += 1
            } else {
                #expect(changed == token)
            }
        }
        #expect(reasons.count > 8, "the changes reach few of the checks: \(reasons)")
    }

    @Test("Payloads and headers that were changed before they were signed are judged without a trap")
    func signed() throws {
        let verifier = try Subject.verifier()
        let pieces = Array(#"{}[]",:\u0123456789.eE+-tfnaudexpkids "#.utf8) + [0, 0x80, 0xFF]
        var random = SeededRandom(seed: 4)
        var verified = 0
        for round in 0..<4_000 {
            var texts = [Array(Subject.header.utf8), Array(Subject.payload.utf8)]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<texts[round & 1].count, using: &random)
                texts[round & 1][place] = pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }
            let token = try Forge.p256.token(encodedHeader: Base64URL.encode(texts[0]), Base64URL.encode(texts[1]))
            if failure({ () throws(JOSEError) in _ = try verifier.verify(token, now: Subject.now) }) == nil {
                verified += 1
            }
        }
        #expect(verified > 0 && verified < 2_000)
    }
}
