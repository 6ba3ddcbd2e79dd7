import Foundation
import Testing

@testable import DoorwardJOSE

@Suite("Base64url")
struct Base64URLTests {
    @Test(
        "The vectors of RFC 4648 §10 and the example of RFC 7515 appendix C",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ])
    func vectors(plain: String, text: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == text)
        #expect(Base64URL.decode(text) == Array(plain.utf8))
    }

    @Test("The letters that differ from the ordinary alphabet are used")
    func alphabet() {
        #expect(Base64URL.encode([3, 236, 255, 224, 193]) == "A-z_4ME")
        #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
        #expect(Base64URL.decode("-_8") == [0xFB, 0xFF])
    }

    @Test(
        "A text that is not the one encoding is refused",
        arguments: [
            "Zg==", "Zm8=", "Zm9vYg==", "Z", "Zm9vY", "Zm9v Yg", "Zm9v\n", " Zm9v", "Zm+v", "Zm/v", "Zm.v", "Zm9vé",
            "Zh", "Zm9", "Zn", "Zm9vYh", "Zm\u{0}v", "====", "=", "Zm9v=", "Zm9vY\u{7F}", "\u{FF}\u{FF}", "[`{@",
        ])
    func refused(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test("Every byte other than the 64 letters is refused at every place of a group")
    func everyByte() {
        let letters = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        for byte in UInt8.min...UInt8.max where !letters.contains(byte) {
            for size in [2, 3, 4, 8] {
                for place in 0..<size {
                    var text = [UInt8](repeating: UInt8(ascii: "A"), count: size)
                    text[place] = byte
                    #expect(text.withUnsafeBytes { Base64URL.decode($0) } == nil, "byte \(byte) at \(place)")
                }
            }
        }
    }

    @Test("Random bytes of every length up to 200 go there and back, as Foundation encodes them")
    func roundTrip() {
        var random = SeededRandom(seed: 1)
        for size in 0...200 {
            let bytes = (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let text = Base64URL.encode(bytes)
            let foundation = Data(bytes).base64EncodedString().filter { $0 != "=" }
                .map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }
            #expect(text == String(foundation))
            #expect(Base64URL.encodedCount(size) == text.utf8.count)
            #expect(Base64URL.decodedCount(text.utf8.count) == size)
            #expect(Base64URL.decode(text) == bytes)
        }
    }
}
