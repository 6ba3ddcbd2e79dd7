import DoorwardOAuth
import Testing

@Suite("Ids that people type")
struct PublicIDTests {
    @Test("are 22 characters and never begin with a hyphen, whatever is drawn", arguments: UInt8.min...UInt8.max)
    func hyphen(first: UInt8) {
        let id = PublicID.make { count in [first] + [UInt8](repeating: 0xFF, count: count - 1) }
        #expect(id.utf8.count == 22 && !id.hasPrefix("-"))
        #expect(id.hasSuffix("______w"))
    }

    @Test("are others for each draw but those that a hyphen would begin")
    func distinct() {
        let ids = (UInt8.min...UInt8.max).map { first in
            PublicID.make { count in [first] + [UInt8](repeating: 7, count: count - 1) }
        }
        #expect(Set(ids).count == 256 - 4)
    }

    @Test("are told from options of a command line")
    func mistakable() {
        #expect(PublicID.isMistakable("-a") && !PublicID.isMistakable("a-") && !PublicID.isMistakable(""))
    }
}
