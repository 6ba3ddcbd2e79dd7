/// Looks at every character of a document once.
enum EncodingCheck {
    /// The first byte that is no part of a character in UTF-8, and how many such places there are.
    static func invalid(_ bytes: [UInt8]) -> (first: Int, count: Int)? {
        var found: (first: Int, count: Int)?
        visit(bytes) { place, _, value in
            guard value == nil else { return }
            found = (found?.first ?? place, (found?.count ?? 0) + 1)
        }
        return found
    }

    static func tell(_ invalid: (first: Int, count: Int), _ problems: ProblemList) {
        let more = invalid.count > 1 ? ", and \(invalid.count - 1) more further down" : ""
        problems.add(
            .invalidUTF8, invalid.first..<(invalid.first + 1),
            "there is a byte that is not UTF-8\(more); save the document in that encoding")
    }

    /// Calls with the place, length and value of all that is not printable ASCII, a tab or a line break; the value is
    /// nil and the length 1 for a byte that is no part of a character (RFC 3629 section 4).
    static func visit(_ bytes: [UInt8], _ body: (Int, Int, UInt32?) -> Void) {
        bytes.withUnsafeBufferPointer { bytes in
            var place = 0
            while place < bytes.count {
                let byte = bytes[place]
                if byte >= 0x20 && byte < 0x7F || byte == 0x0A || byte == 0x0D || byte == 0x09 {
                    place += 1
                } else if byte < 0x80 {
                    body(place, 1, UInt32(byte))
                    place += 1
                } else {
                    let (length, value) = scalar(at: place, in: bytes)
                    body(place, length, value)
                    place += length
                }
            }
        }
    }

    private static func scalar(at place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> (Int, UInt32?) {
        let first = bytes[place]
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first <= 0xF4, place + length <= bytes.count else { return (1, nil) }
        var value = UInt32(first) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        for next in bytes[(place + 1)..<(place + length)] {
            guard next & 0xC0 == 0x80 else { return (1, nil) }
            value = value << 6 | UInt32(next & 0x3F)
        }
        let smallest: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
        guard value >= smallest, Unicode.Scalar(value) != nil else { return (1, nil) }
        return (length, value)
    }
}
