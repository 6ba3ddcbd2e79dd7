import DoorwardOAuth
import Synchronization
import Testing

@Suite("User codes")
struct UserCodeTests {
    @Test(
        "are read however they are typed",
        arguments: ["WDJB-MJHT", "wdjbmjht", " wdjb mjht ", "W.D-J_B\u{2013}M/J\nHT", "WDJB--MJHT-"])
    func read(text: String) throws {
        let code = try #require(UserCode(text))
        #expect(code.canonical == "WDJBMJHT" && code.shown == "WDJB-MJHT")
        #expect(code.digest == UserCode("WDJB-MJHT")?.digest)
    }

    @Test(
        "are refused where letters are missing, too many, or of no code",
        arguments: [
            "", "-", "WDJBMJH", "WDJBMJHTB", "WDJB-MJHA", "WDJB-MJH1", "WDJB-MJHT-0", "ÄDJB-MJHT",
            String(repeating: "-", count: 60) + "WDJBMJHT", "WDJB-MJHY",
        ])
    func refuse(text: String) {
        #expect(UserCode(text) == nil)
    }

    @Test("are made of all letters of the alphabet, at every place")
    func make() {
        let generator = Mutex(SplitMix(state: 7))
        var seen = Array(repeating: Set<Character>(), count: 8)
        for _ in 0..<1000 {
            let code = UserCode.make { count in generator.withLock { $0.bytes(count) } }
            #expect(UserCode(code.shown) == code)
            for (place, letter) in code.canonical.enumerated() { seen[place].insert(letter) }
        }
        #expect(seen.allSatisfy { $0 == Set("BCDFGHJKLMNPQRSTVWXZ") })
        #expect(UserCode.make { [UInt8](repeating: 0, count: $0) }.shown == "BBBB-BBBB")
    }

    private struct SplitMix {
        var state: UInt64

        mutating func bytes(_ count: Int) -> [UInt8] {
            (0..<count).map { _ in
                state &+= 0x9E37_79B9_7F4A_7C15
                var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
                mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
                return UInt8(truncatingIfNeeded: mixed >> 31)
            }
        }
    }
}
