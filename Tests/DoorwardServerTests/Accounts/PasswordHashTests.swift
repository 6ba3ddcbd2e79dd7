import DoorwardJOSE
import Testing

@testable import DoorwardServer

private let salt = [UInt8](1...16)

private func cheap() throws -> ScryptCost { try #require(ScryptCost(logN: 4, r: 8, p: 1)) }

@Suite("Password hashes")
struct PasswordHashTests {
    @Test("are those of RFC 7914 §12")
    func vector() throws {
        let hash = """
            7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d65\
            1e40dfcf017b45575887
            """
        let bytes = stride(from: 0, to: hash.count, by: 2).compactMap { UInt8(hash.dropFirst($0).prefix(2), radix: 16) }
        let standard: (String) -> String = { text in
            String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        }
        let salt = Base64URL.encode(Array("SodiumChloride".utf8))
        let text = "$scrypt$ln=14,r=8,p=1$\(standard(salt))$\(standard(Base64URL.encode(bytes)))"
        let parsed = try #require(PasswordHash(parsing: text))
        #expect(parsed.isOf(Array("pleaseletmein".utf8)))
        #expect(!parsed.isOf(Array("pleaseletmeim".utf8)))
        #expect(parsed.text == text)
    }

    @Test("come back from their text and know their password")
    func roundTrip() throws {
        let hash = try #require(PasswordHash(password: Array("open the door".utf8), salt: salt, cost: cheap()))
        #expect(hash.text.hasPrefix("$scrypt$ln=4,r=8,p=1$AQIDBAUGBwgJCgsMDQ4PEA$"))
        let parsed = try #require(PasswordHash(parsing: hash.text))
        #expect(parsed == hash)
        #expect(parsed.isOf(Array("open the door".utf8)))
        #expect(!parsed.isOf(Array("open the door ".utf8)) && !parsed.isOf([]))
        #expect("\(hash) \(String(reflecting: hash))" == "<redacted> <redacted>")
    }

    @Test(
        "are refused when they are not in the one form",
        arguments: [
            "", "scrypt", "$scrypt$ln=4,r=8,p=1$AQIDBAUGBwgJCgsMDQ4PEA",
            "$bcrypt$ln=4,r=8,p=1$AQIDBAUGBwg$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=04,r=8,p=1$AQIDBAUGBwg$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$r=8,ln=4,p=1$AQIDBAUGBwg$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=4,r=8$AQIDBAUGBwg$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=4,r=8,p=1,x=1$AQIDBAUGBwg$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=-4,r=8,p=1$AQIDBAUGBwg$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=21,r=8,p=1$AQIDBAUGBwg$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=99,r=99,p=99$AQIDBAUGBwg$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=19,r=8,p=1$AQIDBAUGBwg$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=16,r=1,p=1$AQIDBAUGBwg$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=4,r=8,p=1$AQ$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=4,r=8,p=1$AQIDBAUGBwg$AAAA", "$scrypt$ln=4,r=8,p=1$AQIDBAUGBwg=$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=4,r=8,p=1$AQIDBAUGBwg$AAAAAAAAAAAAAAAAAAAA-A",
            "$scrypt$ln=4,r=8,p=1$AQIDBAUGBwg$AAAAAAAAAAAAAAAAAAAAAA$",
            "$scrypt$ln=4,r=8,p=1$AQIDBAUGBwg$AAAAAAAAAAAAAAAAAAAAAB",
        ])
    func malformed(text: String) {
        #expect(PasswordHash(parsing: text) == nil)
    }

    @Test("cannot be made of nothing, or of more than 1024 bytes")
    func bounds() throws {
        #expect(PasswordHash(password: [], salt: salt, cost: try cheap()) == nil)
        #expect(PasswordHash(password: [UInt8](repeating: 65, count: 1025), salt: salt, cost: try cheap()) == nil)
        #expect(PasswordHash(password: [UInt8](repeating: 65, count: 1024), salt: salt, cost: try cheap()) != nil)
        #expect(PasswordHash(password: [65], salt: [], cost: try cheap()) == nil)
    }

    @Test("want another hash when the cost has changed")
    func upgrade() throws {
        let hash = try #require(PasswordHash(password: [65], salt: salt, cost: cheap()))
        #expect(!hash.needsUpgrade(to: try cheap()))
        #expect(hash.needsUpgrade(to: .standard))
    }
}

@Suite("The password hasher")
struct PasswordHasherTests {
    @Test("says what is right, what is wrong and what should be hashed anew")
    func verdicts() async throws {
        let hasher = PasswordHasher(cost: try cheap())
        let dearer = PasswordHasher(cost: try #require(ScryptCost(logN: 5, r: 8, p: 1)))
        let kept = try await hasher.hash(Array("open the door".utf8), salt: salt).text
        #expect(try await hasher.check(Array("open the door".utf8), against: kept) == .right(needsUpgrade: false))
        #expect(try await dearer.check(Array("open the door".utf8), against: kept) == .right(needsUpgrade: true))
        #expect(try await hasher.check(Array("shut the door".utf8), against: kept) == .wrong)
        #expect(try await hasher.check(Array("open the door".utf8), against: nil) == .wrong)
        #expect(try await hasher.check(Array("open the door".utf8), against: "nonsense") == .wrong)
        #expect(try await hasher.check([], against: kept) == .wrong)
    }

    @Test("takes as long for an account that does not exist as for one that does")
    func timing() async throws {
        let hasher = PasswordHasher(cost: try #require(ScryptCost(logN: 12, r: 8, p: 1)), parallel: 1)
        let kept = try await hasher.hash(Array("open the door".utf8), salt: salt).text
        let clock = ContinuousClock()
        var there = Duration.seconds(60)
        var absent = there
        // In turn, and the fastest of each: other tests run beside this one.
        for _ in 0..<12 {
            there = min(there, try await clock.measure { _ = try await hasher.check([65], against: kept) })
            absent = min(absent, try await clock.measure { _ = try await hasher.check([65], against: nil) })
        }
        // Without a hash it would be a hundredth.
        #expect(absent > there * 0.3)
    }

    @Test("One place cannot fill the queue for all")
    func places() async throws {
        let hasher = PasswordHasher(cost: try #require(ScryptCost(logN: 12, r: 8, p: 1)), parallel: 1, longestQueue: 64)
        let refused = await withTaskGroup(of: Bool.self) { tasks in
            for _ in 0..<40 {
                tasks.addTask { (try? await hasher.check([1], against: nil, from: "198.51.100.1")) == nil }
            }
            tasks.addTask {
                #expect((try? await hasher.check([1], against: nil, from: "198.51.100.2")) == .wrong)
                return false
            }
            return await tasks.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(refused > 0)
        #expect(try await hasher.check([1], against: nil, from: "198.51.100.1") == .wrong)
    }

    @Test("lets so many wait and refuses the rest, and loses none of its places")
    func busy() async throws {
        let hasher = PasswordHasher(cost: try #require(ScryptCost(logN: 10, r: 8, p: 1)), parallel: 1, longestQueue: 4)
        func round() async -> (wrong: Int, busy: Int) {
            await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<40 {
                    group.addTask { (try? await hasher.check([65], against: nil)) == .wrong }
                }
                var counts = (0, 0)
                for await isDone in group { if isDone { counts.0 += 1 } else { counts.1 += 1 } }
                return counts
            }
        }
        for _ in 0..<3 {
            let (wrong, busy) = await round()
            #expect(wrong >= 5 && busy > 0 && wrong + busy == 40)
        }
        await #expect(throws: PasswordHasher.Failure.impossible) { try await hasher.hash([], salt: salt) }
    }
}

@Suite("Rules for passwords")
struct PasswordRulesTests {
    @Test(
        "accept what is long enough and not obvious",
        arguments: [
            "open the door", "Tr0ub4dor&3x", "ünïcødé wörds", "        x  y", "korrekt pferd batterie", "9f3kd82js",
            "пароль-для-сада", "🌱🌿🍀🌵🌴🌾🍁🍄",
        ])
    func good(password: String) {
        #expect(PasswordRules.problem(in: password, names: ["ada", "ada@example.com", "Garden"]) == nil)
    }

    @Test(
        "say what is wrong",
        arguments: [
            ("short", PasswordRules.Problem.tooShort), ("", .tooShort), ("1234567", .tooShort), ("é̀é̀é", .tooShort),
            (String(repeating: "long words ", count: 100), .tooLong), ("password", .isCommon), ("PASSWORD1", .isCommon),
            ("Sunshine!", .isCommon), ("qwertyuiop", .isCommon), ("adalovelace", .isTheName),
            ("AdaLovelace1!", .isTheName),
            ("ada.l@example.com", .isTheName), ("aaaaaaaaaaaa", .isRepetitive), ("abababababab", .isRepetitive),
            ("12341234123412", .isRepetitive), ("abcdefghijkl", .isRepetitive), ("987654321", .isRepetitive),
        ])
    func bad(password: String, problem: PasswordRules.Problem) {
        let names = ["adalovelace", "ada.l@example.com", ""]
        #expect(PasswordRules.problem(in: password, names: names) == problem)
        #expect(problem.sentence.hasPrefix("Choose ") && problem.sentence.hasSuffix("."))
    }
}
