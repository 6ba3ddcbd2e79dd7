/// The byte classes of HTTP's grammar, as two 64-bit sets each, so that a test is a shift and an and.
enum ByteClass {
    static let carriageReturn: UInt8 = 0x0D
    static let lineFeed: UInt8 = 0x0A
    static let space: UInt8 = 0x20
    static let tab: UInt8 = 0x09
    static let colon: UInt8 = 0x3A
    static let slash: UInt8 = 0x2F
    static let dot: UInt8 = 0x2E
    static let percent: UInt8 = 0x25
    static let questionMark: UInt8 = 0x3F
    static let comma: UInt8 = 0x2C
    static let semicolon: UInt8 = 0x3B
    static let hyphen: UInt8 = 0x2D
    static let quotationMark: UInt8 = 0x22

    @inline(__always)
    private static func contains(_ byte: UInt8, low: UInt64, high: UInt64) -> Bool {
        guard byte < 128 else { return false }
        let set = byte < 64 ? low : high
        return (set >> UInt64(byte & 63)) & 1 == 1
    }

    /// `tchar` of RFC 9110 §5.6.2.
    @inline(__always)
    static func isToken(_ byte: UInt8) -> Bool {
        contains(byte, low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE)
    }

    /// A byte that may stand in a path as itself: RFC 3986 `pchar` and `/`, without the percent sign.
    @inline(__always)
    static func isPath(_ byte: UInt8) -> Bool {
        contains(byte, low: 0x2FFF_FFD2_0000_0000, high: 0x47FF_FFFE_87FF_FFFF)
    }

    /// A byte that RFC 3986 keeps out of paths but browsers send as it is (WHATWG URL, path percent-encode set): `[ ] ^ |`.
    @inline(__always)
    static func isBareInBrowsers(_ byte: UInt8) -> Bool {
        contains(byte, low: 0, high: 0x1000_0000_6800_0000)
    }

    /// A byte of a host or an authority without user information (RFC 3986 §3.2.2, and the underscore people use).
    @inline(__always)
    static func isHost(_ byte: UInt8) -> Bool {
        contains(byte, low: 0x07FF_6000_0000_0000, high: 0x07FF_FFFE_AFFF_FFFE)
    }

    /// A byte of a field value: visible, space, tab, or obs-text (RFC 9110 §5.5).
    @inline(__always)
    static func isFieldValue(_ byte: UInt8) -> Bool {
        (byte >= 0x20 && byte != 0x7F) || byte == tab
    }

    /// Whether eight bytes at once are visible ASCII or spaces. Says no to obs-text and tabs, which ``isFieldValue(_:)`` allows.
    @inline(__always)
    static func areVisible(_ bytes: UInt64) -> Bool {
        let high: UInt64 = 0x8080_8080_8080_8080
        // The highest bit of each byte: set already; borrowed where the byte is below 0x20; carried into where it is 0x7F.
        let below = bytes &- 0x2020_2020_2020_2020
        let above = bytes &+ 0x0101_0101_0101_0101
        return (bytes | below | above) & high == 0
    }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    @inline(__always)
    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
    }

    @inline(__always)
    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
