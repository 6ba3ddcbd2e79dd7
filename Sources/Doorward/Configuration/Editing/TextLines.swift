/// Looking at the lines around an offset of a text.
struct TextLines {
    let bytes: [UInt8]

    /// The line end that the file uses.
    var lineEnd: [UInt8] {
        guard let feed = bytes.firstIndex(of: 0x0A) else { return [0x0A] }
        return feed > 0 && bytes[feed - 1] == 0x0D ? [0x0D, 0x0A] : [0x0A]
    }

    /// The offset where the line begins.
    func start(of offset: Int) -> Int {
        bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    }

    /// The offset behind the line's end, or of the end of the text.
    func end(of offset: Int) -> Int {
        bytes[offset...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
    }

    /// The spaces before the offset, when nothing else stands before it on its line.
    func indentation(before offset: Int) -> [UInt8]? {
        let before = bytes[start(of: offset)..<offset]
        return before.allSatisfy { $0 == 0x20 } ? Array(before) : nil
    }

    /// The first offset from here that is not a space or tab.
    func skipBlanks(from offset: Int) -> Int {
        bytes[offset...].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? bytes.count
    }

    /// Whether the rest of the line is empty or a comment.
    func restIsEmpty(from offset: Int) -> Bool {
        let next = skipBlanks(from: offset)
        guard next < bytes.count else { return true }
        return bytes[next] == 0x0A || bytes[next] == 0x0D || (bytes[next] == 0x23 && next > offset)
    }

    /// The offset behind the scalar at the offset when it stands on one line and is `value`; `nil` otherwise.
    func end(ofScalar value: String, at offset: Int) -> Int? {
        guard offset < bytes.count else { return nil }
        let quote = bytes[offset]
        guard quote == 0x22 || quote == 0x27 else {
            let end = offset + value.utf8.count
            return end <= bytes.count && bytes[offset..<end].elementsEqual(value.utf8) ? end : nil
        }
        // No reference needs an escape: the text ends at the next quote.
        guard let end = bytes[(offset + 1)...].firstIndex(of: quote),
            bytes[(offset + 1)..<end].elementsEqual(value.utf8)
        else { return nil }
        return end + 1
    }
}
