extension FormParameters {
    /// Parameters as a query that ``parse(_:)-(String)`` reads back, in their order.
    static func serialize(_ parameters: Parameters) -> String {
        var bytes: [UInt8] = []
        for entry in parameters.entries {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
            append(entry.name, to: &bytes)
            bytes.append(UInt8(ascii: "="))
            append(entry.value, to: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Everything but unreserved characters is escaped, a space too: `+` would be one only where forms are read.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        let digits: StaticString = "0123456789ABCDEF"
        for byte in text.utf8 {
            if PKCE.isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digits.utf8Start[Int(byte >> 4)])
                bytes.append(digits.utf8Start[Int(byte & 15)])
            }
        }
    }
}
