/// Writes values so that this and the common other readers of `.env` files read them back the same.
enum DotenvWriter {
    static func quote(_ value: String) -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./+=:@%,".utf8)
        if value.utf8.allSatisfy(plain.contains) { return value }
        // Readers disagree about a backslash or a line break between single quotes, so those go between double ones.
        if value.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\\") }) {
            return "'\(value)'"
        }
        return value.unicodeScalars.reduce(into: "\"") { $0 += escape($1) } + "\""
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\\", "\"", "$", "`": "\\\(scalar)"
        case "\n": "\\n"
        case "\r": "\\r"
        default: String(scalar)
        }
    }
}
