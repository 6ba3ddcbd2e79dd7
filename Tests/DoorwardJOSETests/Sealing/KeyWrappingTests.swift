import Testing

@testable import DoorwardJOSE

@Suite("Sealing keys")
struct KeyWrappingTests {
    private static let master = [UInt8](repeating: 7, count: 32)
    private let wrapping: KeyWrapping

    init() throws { wrapping = try KeyWrapping(master: Self.master, context: "signing keys") }

    private func error(_ sealed: [UInt8], context: String = "k1", by wrapping: KeyWrapping? = nil) -> SealingError? {
        do throws(SealingError) {
            _ = try (wrapping ?? self.wrapping).open(sealed, authenticating: context)
            return nil
        } catch {
            return error
        }
    }

    @Test("What was sealed is opened again, at every length", arguments: [0, 1, 31, 32, 33, 1_000])
    func roundTrip(count: Int) throws {
        let bytes = [UInt8](repeating: 42, count: count)
        let sealed = try wrapping.seal(bytes, authenticating: "k1")
        #expect(sealed.count == count + 29 && sealed.first == 1)
        #expect(try wrapping.open(sealed, authenticating: "k1") == bytes)
    }

    @Test("The same bytes are sealed differently each time")
    func nonces() throws {
        let sealed = try (0..<100).map { _ in try wrapping.seal([1, 2, 3], authenticating: "k1") }
        #expect(Set(sealed).count == 100)
    }

    @Test("Any bit turned makes it worthless")
    func changed() throws {
        let sealed = try wrapping.seal([1, 2, 3, 4], authenticating: "k1")
        for place in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[place] ^= 1 << UInt8(bit)
                let expected: SealingError = place == 0 ? .unknownVersion(changed[0]) : .notAuthentic
                #expect(error(changed) == expected)
            }
        }
    }

    @Test("Cut off or lengthened it is refused")
    func lengths() throws {
        let sealed = try wrapping.seal([1, 2, 3, 4], authenticating: "k1")
        for count in 0..<29 { #expect(error(Array(sealed.prefix(count))) == .truncated(count: count)) }
        for count in 29..<sealed.count { #expect(error(Array(sealed.prefix(count))) == .notAuthentic) }
        #expect(error(sealed + [0]) == .notAuthentic)
    }

    @Test("Another context, purpose or master secret does not open it")
    func others() throws {
        let sealed = try wrapping.seal([1, 2, 3], authenticating: "k1")
        #expect(error(sealed, context: "k2") == .notAuthentic)
        #expect(error(sealed, context: "") == .notAuthentic)
        #expect(error(sealed, by: try KeyWrapping(master: Self.master, context: "other")) == .notAuthentic)
        let stranger = try KeyWrapping(master: [UInt8](repeating: 8, count: 32), context: "signing keys")
        #expect(error(sealed, by: stranger) == .notAuthentic)
        #expect(error(sealed, by: try KeyWrapping(master: Self.master, context: "signing keys")) == nil)
    }

    @Test("A signing key is stored and comes back")
    func signingKey() throws {
        let key = try SigningKey.generate()
        let sealed = try wrapping.seal(key.rawRepresentation, authenticating: key.keyID)
        let opened = try SigningKey(rawRepresentation: try wrapping.open(sealed, authenticating: key.keyID))
        #expect(opened.keyID == key.keyID)
    }

    @Test("A master secret of fewer than 32 bytes is refused", arguments: [0, 1, 31])
    func shortMaster(count: Int) {
        #expect(throws: SealingError.masterTooShort(count: count, minimum: 32)) {
            try KeyWrapping(master: [UInt8](repeating: 1, count: count), context: "signing keys")
        }
    }
}
