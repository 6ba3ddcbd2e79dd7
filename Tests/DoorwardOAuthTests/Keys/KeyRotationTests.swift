import DoorwardOAuth
import Testing

@Suite("When signing keys change")
struct KeyRotationTests {
    static let day: Int64 = 86_400
    let rotation = KeyRotation(age: 90 * day, lead: day, tokenLifetime: day)

    func key(_ id: String, from: Int64, retires: Int64? = nil) -> SigningKeyRecord {
        SigningKeyRecord(
            id: id, publicKey: "{}", sealedPrivateKey: [], createdAt: from - Self.day, activeFrom: from,
            retiresAt: retires)
    }

    @Test("Without a key one is made at once")
    func first() {
        #expect(rotation.plan([], at: noon) == [.make(activeFrom: noon)])
    }

    @Test("A young key is left alone")
    func young() {
        #expect(rotation.plan([key("a", from: noon)], at: noon + 88 * Self.day) == [])
    }

    @Test("The next key is made a day before it signs, and not made twice")
    func next() {
        let old = key("a", from: noon)
        let time = noon + 89 * Self.day
        #expect(rotation.plan([old], at: time) == [.make(activeFrom: noon + 90 * Self.day)])
        #expect(rotation.plan([old, key("b", from: noon + 90 * Self.day)], at: time) == [])
    }

    @Test("A key that was forgotten is replaced, but the next one is still published first")
    func late() {
        let time = noon + 200 * Self.day
        #expect(rotation.plan([key("a", from: noon)], at: time) == [.make(activeFrom: time + Self.day)])
    }

    @Test("A key goes when the last token that it signed has ended")
    func retires() {
        let change = noon + 90 * Self.day
        let keys = [key("a", from: noon), key("b", from: change)]
        #expect(rotation.plan(keys, at: change) == [.retire(id: "a", at: change + Self.day)])
        #expect(rotation.plan(keys, at: change - 1) == [])
        let retired = [key("a", from: noon, retires: change + Self.day), keys[1]]
        #expect(rotation.plan(retired, at: change + 5) == [])
    }

    @Test("Over two years a key always signs that was published a day before, and no token outlives its key")
    func simulation() {
        var keys: [SigningKeyRecord] = []
        var seen: [String: Int64] = [:]
        for hour in 0..<(2 * 365 * 24) {
            let now = noon + Int64(hour) * 3600
            keys.removeAll { $0.retiresAt.map { $0 <= now } ?? false }
            for action in rotation.plan(keys, at: now) {
                switch action {
                case .make(let from): keys.append(key("k\(hour)", from: from))
                case .retire(let id, let time):
                    keys = keys.map { $0.id == id ? key(id, from: $0.activeFrom, retires: time) : $0 }
                }
            }
            for key in keys where seen[key.id] == nil { seen[key.id] = now }
            let signer = keys.filter { $0.activeFrom <= now }.max { $0.activeFrom < $1.activeFrom }
            #expect(signer != nil)
            #expect(keys.count <= 3)
            if let signer, hour > 0, signer.id != "k0" { #expect(now - (seen[signer.id] ?? now) >= Self.day) }
        }
        #expect(seen.count >= 8)
    }
}
