import DoorwardJOSE
import DoorwardOAuth
import Testing

@Suite("Nonces, addresses and uses of proofs")
struct ProofStateTests {
    @Test("A nonce is the same for all of its five minutes, good for five more, and not to be guessed")
    func nonce() throws {
        let nonce = ProofNonce.test
        let start = noon / 300 * 300
        let text = nonce.current(at: start)
        #expect(
            text.utf8.count == 22 && text == nonce.current(at: start + 299) && text != nonce.current(at: start + 300))
        #expect(nonce.age(of: text, at: start + 299) == .current)
        #expect(nonce.age(of: text, at: start + 599) == .previous)
        #expect(nonce.age(of: text, at: start + 600) == .none)
        #expect(nonce.age(of: text, at: start - 1) == .none)
        #expect(try ProofNonce(master: [UInt8](repeating: 4, count: 32)).age(of: text, at: start) == .none)
        #expect(nonce.current(at: -1) != nonce.current(at: 0))
    }

    static let same = [
        ("https://a.example/p", "HTTPS://A.EXAMPLE:443/p"), ("http://a.example", "http://a.example:80/"),
        ("https://a.example/%7Eme", "https://a.example/~me"), ("https://a.example/%2f", "https://a.example/%2F"),
        ("https://a.example/a?b", "https://a.example/a#c"), ("https://[::1]:8443/a", "https://[::1]:8443/a?x"),
        ("https://a.example/l[0]", "https://a.example/l%5b0%5D"), ("https://a.example:/a", "https://a.example/a"),
        ("https://a.example/a|b^c", "https://a.example/a%7Cb%5ec?x|y=^#`"),
        (
            "https://a.example/" + String(repeating: "a", count: 8000),
            "https://a.example/" + String(repeating: "a", count: 8000) + "?" + String(repeating: "b", count: 20_000)
        ),
    ]

    @Test("Addresses that mean the same are the same", arguments: same)
    func sameAddress(_ one: String, _ other: String) throws {
        #expect(try #require(ProofTarget(uri: one)) == (try #require(ProofTarget(uri: other))))
    }

    static let different = [
        ("https://a.example/P", "https://a.example/p"), ("https://a.example/a%2Fb", "https://a.example/a/b"),
        ("https://a.example/a/", "https://a.example/a"), ("https://a.example:444/", "https://a.example/"),
        ("https://a.example/a/../b", "https://a.example/b"), ("https://a.example./", "https://a.example/"),
    ]

    @Test("Addresses that mean different things are not", arguments: different)
    func otherAddress(_ one: String, _ other: String) throws {
        #expect(try #require(ProofTarget(uri: one)) != (try #require(ProofTarget(uri: other))))
    }

    @Test(
        "What is no address of a request is none",
        arguments: [
            "", "/a", "a.example/a", "ftp://a.example/", "https:///a", "https://u@a.example/", "https://a.example/%2",
            "https://a.example/ a", "https://a.example:99999/", "https://a.example/é", "javascript:alert(1)",
        ])
    func noAddress(_ text: String) { #expect(ProofTarget(uri: text) == nil) }

    private func proof(_ id: String, at time: Int64 = noon) throws -> VerifiedProof {
        var draft = try ProofDraft(Self.key.get())
        draft.claim("jti", .string(id))
        draft.claim("iat", .integer(time))
        draft.claim("nonce", .string(ProofNonce.test.current(at: time)))
        return try ProofVerifier(nonce: .test).verify(
            try draft.signed(), method: "POST", target: try #require(ProofTarget(uri: ProofDraft.address)),
            accessToken: nil, now: time)
    }

    private static let key = Result { try SigningKey.generate() }

    @Test("A proof is used once, for as long as it could be used again")
    func once() throws {
        let replays = ProofReplays()
        let first = try proof("a")
        #expect(replays.use(first, at: noon) == .first)
        for later in [0, 1, 59, 90, 99] as [Int64] { #expect(replays.use(first, at: noon + later) == .again) }
        #expect(replays.use(try proof("b"), at: noon) == .first)
        // By then it is refused for its age.
        #expect(replays.use(first, at: noon + 300) == .first)
    }

    @Test("A proof that was used just before the memory turns over is still known")
    func turnover() throws {
        let replays = ProofReplays()
        // All in one part of the memory: the same proof again and again.
        let proof = try proof("a")
        #expect(replays.use(proof, at: noon - 99) == .first)
        for second in stride(from: noon - 98, through: noon, by: 1) {
            #expect(replays.use(proof, at: second) == .again)
        }
    }

    @Test("When there is no room, a proof is not accepted rather than another forgotten")
    func bounded() throws {
        let replays = ProofReplays(capacity: 32)
        let proofs = try (0..<200).map { try proof("\($0)") }
        let uses = proofs.map { replays.use($0, at: noon) }
        let remembered = zip(proofs, uses).filter { $0.1 == .first }.map(\.0)
        #expect((1...32).contains(remembered.count) && uses.contains(.full))
        #expect(remembered.allSatisfy { replays.use($0, at: noon + 60) == .again })
        // A part has room again once what is in it has aged.
        #expect(replays.use(try #require(remembered.first), at: noon + 250) == .first)
    }

    @Test("Of many who use a proof at once one is the first")
    func race() async throws {
        let replays = ProofReplays()
        let proof = try proof("a")
        let firsts = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<100 { group.addTask { replays.use(proof, at: noon) == .first } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(firsts == 1)
    }
}
