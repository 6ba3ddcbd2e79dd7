/// Writes values so that this and the common other readers of `.env` files read them back the same.
enum DotenvWriter {
    private static let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./+=:@%,".utf8)

    static func quote(_ value: String) -> String {
        String(decoding: Array(value.utf8).withUnsafeBytes { quote($0) }, as: UTF8.self)
    }

    /// - Parameter value: UTF-8.
    static func quote(_ value: UnsafeRawBufferPointer) -> [UInt8] {
        var quoted: [UInt8] = []
        // An array that grows leaves its old storage behind.
        quoted.reserveCapacity(2 * value.count + 2)
        if value.allSatisfy(plain.contains) {
            quoted += value
        } else if value.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\\") }) {
            quoted.append(UInt8(ascii: "'"))
            quoted += value
            quoted.append(UInt8(ascii: "'"))
        } else {
            // Readers disagree about a backslash or a line break between single quotes, so those go between double ones.
            quoted.append(UInt8(ascii: "\""))
            for byte in value { append(byte, to: &quoted) }
            quoted.append(UInt8(ascii: "\""))
        }
        return quoted
    }

    private static func append(_ byte: UInt8, to quoted: inout [UInt8]) {
        let escaped: UInt8? =
            switch byte {
            case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "$"), UInt8(ascii: "`"): byte
            case UInt8(ascii: "\n"): UInt8(ascii: "n")
            case UInt8(ascii: "\r"): UInt8(ascii: "r")
            default: nil
            }
        if escaped != nil { quoted.append(UInt8(ascii: "\\")) }
        quoted.append(escaped ?? byte)
    }
}
