/// Which kinds of characters a value is made of, and what that says about each of them.
struct CharacterClasses {
    private var lower = false
    private var upper = false
    private var digit = false
    private var symbol = false
    private var binary = false
    private var beyondHexLower = false
    private var beyondHexUpper = false
    private var beyondBase64 = false

    init(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes { add(byte) }
        // A multi-byte character is text, not binary, but nothing can be said for it either.
        if !binary, String(validating: bytes, as: UTF8.self) == nil { binary = true }
    }

    private mutating func add(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"):
            lower = true
            if byte > UInt8(ascii: "f") { beyondHexLower = true }
        case UInt8(ascii: "A")...UInt8(ascii: "Z"):
            upper = true
            if byte > UInt8(ascii: "F") { beyondHexUpper = true }
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = true
        case 0..<0x20, 0x7F: binary = true
        default:
            symbol = true
            if !"+/-_=".utf8.contains(byte) { beyondBase64 = true }
        }
    }

    var shape: SecretStrength.Shape {
        if binary { return .binary }
        if !symbol, digit, !lower, !upper { return .decimal }
        if !symbol, !(lower && upper), !beyondHexLower, !beyondHexUpper { return .hexadecimal }
        return beyondBase64 || isOneCaseOnly ? .text : .base64
    }

    /// Letters of one case without a digit are words more likely than random text.
    private var isOneCaseOnly: Bool { !digit && !(lower && upper) }

    var bitsPerCharacter: Double {
        switch shape {
        case .decimal: 3.32
        case .hexadecimal, .uuid: 4
        // One case and digits is base32 or base36 at best.
        case .base64: lower && upper ? 5.95 : 5
        case .binary: 6
        // Words carry about two bits a letter; a mixture of three kinds may come from a password generator.
        case .text: [lower, upper, digit, symbol].filter(\.self).count >= 3 ? 4 : 2
        }
    }
}
