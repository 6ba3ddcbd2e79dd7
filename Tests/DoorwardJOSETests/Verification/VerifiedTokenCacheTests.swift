import Testing

@testable import DoorwardJOSE

@Suite("The cache of verified tokens")
struct VerifiedTokenCacheTests {
    private func token(expiresAt: Int64 = Subject.now + 600) throws -> VerifiedToken {
        let payload = Subject.payload(replacing: "\(Subject.now + 600)", with: "\(expiresAt)")
        return try Subject.verifier().verify(try Forge.p256.token(Subject.header, payload), now: Subject.now)
    }

    private func look(_ cache: inout VerifiedTokenCache, _ text: String, now: Int64 = Subject.now) -> VerifiedToken? {
        Array(text.utf8).withUnsafeBytes { cache.token(for: $0, now: now) }
    }

    private func insert(_ token: VerifiedToken, _ text: String, _ cache: inout VerifiedTokenCache) {
        Array(text.utf8).withUnsafeBytes { cache.insert(token, for: $0) }
    }

    @Test("A token is found by its whole text and by nothing else")
    func found() throws {
        var cache = VerifiedTokenCache()
        insert(try token(), "text", &cache)
        #expect(look(&cache, "text")?.subject == "user-1")
        for other in ["", "tex", "textt", "Text", "tex\u{0}"] { #expect(look(&cache, other) == nil) }
        #expect(cache.count == 1 && cache.capacity == 10_000)
    }

    @Test("A token is gone from its exp on, and no skew helps it")
    func expiry() throws {
        var cache = VerifiedTokenCache()
        insert(try token(), "text", &cache)
        #expect(look(&cache, "text", now: Subject.now + 599) != nil)
        #expect(look(&cache, "text", now: Subject.now + 600) == nil)
        #expect(look(&cache, "text", now: .max) == nil)
    }

    @Test("As many as its capacity stay, all of them", arguments: [1, 2, 3, 100, 1_000])
    func full(capacity: Int) throws {
        let token = try token()
        var cache = VerifiedTokenCache(capacity: capacity)
        for number in 0..<capacity { insert(token, "t\(number)", &cache) }
        for _ in 0..<3 { #expect((0..<capacity).allSatisfy { look(&cache, "t\($0)") != nil }) }
        #expect(cache.count == capacity)
    }

    @Test("However many are put in, it holds no more than its capacity, and the newest of them")
    func bounded() throws {
        let token = try token()
        var cache = VerifiedTokenCache(capacity: 100)
        for number in 0..<1_000 {
            insert(token, "t\(number)", &cache)
            #expect(cache.count <= 100)
        }
        #expect((900..<1_000).allSatisfy { look(&cache, "t\($0)") != nil })
        #expect(!(0..<900).contains { look(&cache, "t\($0)") != nil })
    }

    @Test("A token in use outlives those that are not")
    func used() throws {
        let token = try token()
        var cache = VerifiedTokenCache(capacity: 100)
        insert(token, "used", &cache)
        for number in 0..<1_000 {
            insert(token, "t\(number)", &cache)
            #expect(look(&cache, "used") != nil)
        }
        #expect(cache.count == 100)
    }

    @Test("When every token was used there is room for a new one all the same")
    func allUsed() throws {
        let token = try token()
        var cache = VerifiedTokenCache(capacity: 10)
        for number in 0..<10 { insert(token, "t\(number)", &cache) }
        for number in 0..<10 { #expect(look(&cache, "t\(number)") != nil) }
        insert(token, "new", &cache)
        #expect(look(&cache, "new") != nil)
        #expect(cache.count == 10)
        #expect((0..<10).filter { look(&cache, "t\($0)") != nil }.count == 9)
    }

    @Test("A dead token makes room before a living one that is used")
    func deadFirst() throws {
        var cache = VerifiedTokenCache(capacity: 2)
        insert(try token(), "long", &cache)
        insert(try token(expiresAt: Subject.now + 10), "short", &cache)
        #expect(look(&cache, "short") != nil)
        #expect(look(&cache, "short", now: Subject.now + 10) == nil)
        #expect(look(&cache, "long", now: Subject.now + 10) != nil)
        insert(try token(), "new", &cache)
        #expect(look(&cache, "long") != nil && look(&cache, "new") != nil && look(&cache, "short") == nil)
    }

    @Test("The same text twice is one entry, the later one")
    func replaced() throws {
        var cache = VerifiedTokenCache(capacity: 4)
        insert(try token(), "text", &cache)
        insert(try token(expiresAt: Subject.now + 60), "text", &cache)
        #expect(look(&cache, "text")?.expiresAt == Subject.now + 60)
        #expect(look(&cache, "text", now: Subject.now + 60) == nil)
        #expect(cache.count == 1)
    }

    @Test("Everything is forgotten when asked, and it works on")
    func removeAll() throws {
        var cache = VerifiedTokenCache(capacity: 4)
        let token = try token()
        for number in 0..<6 { insert(token, "t\(number)", &cache) }
        cache.removeAll()
        #expect(cache.count == 0)
        #expect((0..<6).allSatisfy { look(&cache, "t\($0)") == nil })
        for number in 0..<6 { insert(token, "t\(number)", &cache) }
        #expect(cache.count == 4 && look(&cache, "t5") != nil)
    }

    @Test("Random use agrees with a plain dictionary on all that the cache still has")
    func model() throws {
        let tokens = try (1...5).map { try token(expiresAt: Subject.now + Int64($0) * 100) }
        var random = SeededRandom(seed: 5)
        var cache = VerifiedTokenCache(capacity: 50)
        var model: [String: VerifiedToken] = [:]
        var hits = 0
        for step in 0..<20_000 {
            let text = "t\(Int.random(in: 0..<120, using: &random))"
            let now = Subject.now + Int64(step / 40)
            if let found = look(&cache, text, now: now) {
                hits += 1
                #expect(found.expiresAt == model[text]?.expiresAt && now < found.expiresAt)
            } else if let token = tokens.randomElement(using: &random), now < token.expiresAt {
                insert(token, text, &cache)
                model[text] = token
            }
            #expect(cache.count <= 50)
        }
        #expect(hits > 4_000)
    }

    @Test("The smallest cache holds one", arguments: [Int.min, -1, 0, 1])
    func smallest(capacity: Int) throws {
        var cache = VerifiedTokenCache(capacity: capacity)
        #expect(cache.capacity == 1)
        let token = try token()
        for number in 0..<10 { insert(token, "t\(number)", &cache) }
        #expect(look(&cache, "t9") != nil && look(&cache, "t8") == nil)
    }
}
