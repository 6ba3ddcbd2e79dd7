// What stands between values: blanks, and what people put there though it is no JSON.
extension LooseJSONReader {
    mutating func skipByteOrderMark() {
        guard bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { return }
        position = 3
        problems.add(
            .byteOrderMark, 0..<3,
            "the document begins with a byte order mark, which some readers refuse; save it as UTF-8 without one",
            edits: [.init(range: 0..<3, replacement: [])], isFatal: false)
    }

    mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            case UInt8(ascii: "#"): skipLineComment("#")
            case UInt8(ascii: "/"):
                switch byte(at: position + 1) {
                case UInt8(ascii: "/"): skipLineComment("//")
                case UInt8(ascii: "*"): skipBlockComment()
                default: return
                }
            case 0..<0x20: skipControl()
            case 0xC2, 0xE2, 0xEF:
                guard let count = oddBlankLength(at: position) else { return }
                let range = position..<(position + count)
                problems.add(
                    .notReadable, range, "there is a blank that JSON does not know between the values",
                    edits: [.init(range: range, replacement: [0x20])])
                position += count
            default: return
            }
        }
    }

    /// How long the no-break space, zero-width space, separator or byte order mark at a place is.
    func oddBlankLength(at place: Int) -> Int? {
        switch (byte(at: place), byte(at: place + 1), byte(at: place + 2)) {
        case (0xC2, 0xA0, _): 2
        case (0xE2, 0x80, 0x80...0x8D), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9), (0xE2, 0x80, 0xAF): 3
        case (0xEF, 0xBB, 0xBF): 3
        default: nil
        }
    }

    private mutating func skipControl() {
        let range = position..<(position + 1)
        problems.add(
            .controlCharacter, range, "there is a control character between the values; take it out",
            edits: [.init(range: range, replacement: [0x20])])
        position += 1
    }

    private mutating func skipLineComment(_ mark: String) {
        let start = position
        while position < bytes.count, bytes[position] != 0x0A { position += 1 }
        if position > start, byte(at: position - 1) == 0x0D { position -= 1 }
        tellComment(start..<position, mark + " …")
    }

    private mutating func skipBlockComment() {
        let start = position
        position += 2
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "/"), position > start + 2, bytes[position - 1] == UInt8(ascii: "*") {
                position += 1
                tellComment(start..<position, "/* … */")
                return
            }
            position += 1
        }
        stop(.truncated, start..<min(start + 2, bytes.count), "the comment that begins here does not end")
    }

    private mutating func tellComment(_ range: Range<Int>, _ form: String) {
        guard !problems.isMuted else { return }
        problems.add(
            .comment, range, "there is a comment (\(form)), and JSON has none; take it out", edits: [removal(of: range)]
        )
    }

    /// Takes a comment out together with its line when nothing else is on it, and with the blanks before it when it
    /// ends a line.
    private func removal(of comment: Range<Int>) -> SyntaxProblem.Edit {
        var start = comment.lowerBound
        while start > 0, bytes[start - 1] == 0x20 || bytes[start - 1] == 0x09 { start -= 1 }
        var end = comment.upperBound
        while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x09 || bytes[end] == 0x0D { end += 1 }
        let endsLine = end == bytes.count || bytes[end] == 0x0A
        if endsLine, start == 0 || bytes[start - 1] == 0x0A {
            return .init(range: start..<min(end + 1, bytes.count), replacement: [])
        }
        if endsLine { return .init(range: start..<comment.upperBound, replacement: []) }
        let isBetweenBlanks = start < comment.lowerBound || end > comment.upperBound
        return .init(range: comment, replacement: isBetweenBlanks ? [] : [0x20])
    }
}
