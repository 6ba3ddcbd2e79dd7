// Texts in quotes of every kind.
extension LooseJSONReader {
    /// What a text begins with, and so must end with.
    enum Quote {
        /// `"`, as JSON has it.
        case double
        /// `'`
        case single
        /// U+201C to U+201F.
        case curlyDouble
        /// U+2018 to U+201B.
        case curlySingle
    }

    /// The quote that comes next, also behind Python's `u` and `b`.
    var quoteAhead: Quote? {
        switch next {
        case UInt8(ascii: "\""): .double
        case UInt8(ascii: "'"): .single
        case 0xE2: curly(at: position)
        case UInt8(ascii: "u"), UInt8(ascii: "b"), UInt8(ascii: "U"), UInt8(ascii: "B"):
            switch byte(at: position + 1) {
            case UInt8(ascii: "\""): .double
            case UInt8(ascii: "'"): .single
            default: nil
            }
        default: nil
        }
    }

    private func curly(at place: Int) -> Quote? {
        guard byte(at: place) == 0xE2, byte(at: place + 1) == 0x80 else { return nil }
        switch byte(at: place + 2) {
        case 0x98...0x9B: return .curlySingle
        case 0x9C...0x9F: return .curlyDouble
        default: return nil
        }
    }

    /// Reads the text that begins here; nil, with reading stopped, when it does not end.
    mutating func readText(_ quote: Quote) -> LocatedText? {
        let start = position
        let hasPrefix = next.isLetter
        if hasPrefix { position += 1 }
        guard quote == .double, !hasPrefix else { return readDecoded(quote, from: start) }
        position += 1
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return slice(start..<position)
            case UInt8(ascii: "\\"), 0..<0x20:
                position = start
                return readDecoded(.double, from: start)
            default: position += 1
            }
        }
        stopInText(start)
        return nil
    }

    /// A text that is what is written, but for bytes that are not UTF-8.
    private mutating func slice(_ range: Range<Int>) -> LocatedText {
        var text = LocatedText(range: range, isQuoted: true)
        guard !isUTF8, String(validating: bytes[range], as: UTF8.self) == nil else { return text }
        text.pooled = tree.texts.add(text.string(in: bytes, tree.texts).utf8)
        return text
    }

    private mutating func stopInText(_ start: Int) {
        position = bytes.count
        stop(.truncated, start..<(start + 1), "the text that begins here has no closing quote")
    }

    /// Reads a text that is not what is written. The reading position is at its quote, `start` at its prefix.
    private mutating func readDecoded(_ quote: Quote, from start: Int) -> LocatedText? {
        var text = LooseText()
        position += quote == .double || quote == .single ? 1 : 3
        while position < bytes.count {
            if let length = closing(quote) {
                position += length
                return finish(text, quote, start..<position)
            }
            switch bytes[position] {
            case UInt8(ascii: "\\"): position = text.decodeEscape(at: position, in: bytes)
            case 0x0A where !text.hasBreak && quote == .double && isQuoteMissing(at: position):
                return finishUnclosed(text, start)
            case 0..<0x20:
                text.takeControl(at: position, in: bytes)
                position += 1
            default:
                text.buffer.append(bytes[position])
                position += 1
            }
        }
        stopInText(start)
        return nil
    }

    /// How long the closing quote is when one is here.
    private func closing(_ quote: Quote) -> Int? {
        let byte = bytes[position]
        switch quote {
        case .double: return byte == UInt8(ascii: "\"") ? 1 : nil
        case .single:
            guard byte == UInt8(ascii: "'") else { return nil }
            let isApostrophe = self.byte(at: position - 1).isLetter && self.byte(at: position + 1).isLetter
            return isApostrophe ? nil : 1
        case .curlyDouble:
            if curly(at: position) == .curlyDouble { return 3 }
            return byte == UInt8(ascii: "\"") && isStructureBehind(position + 1) ? 1 : nil
        case .curlySingle:
            if curly(at: position) == .curlySingle, isStructureBehind(position + 3) { return 3 }
            return byte == UInt8(ascii: "'") && isStructureBehind(position + 1) ? 1 : nil
        }
    }

    /// Whether what comes behind a quote comes behind a text.
    private func isStructureBehind(_ place: Int) -> Bool {
        var place = place
        while byte(at: place) == 0x20 || byte(at: place) == 0x09 { place += 1 }
        return place >= bytes.count || ":,}]\r\n".utf8.contains(bytes[place])
    }

    /// Whether the quote at the end of a line was forgotten: the next line goes on as the document does, not the text.
    private func isQuoteMissing(at lineBreak: Int) -> Bool {
        var place = lineBreak + 1
        while byte(at: place) == 0x20 || byte(at: place) == 0x09 { place += 1 }
        switch byte(at: place) {
        case UInt8(ascii: "}"), UInt8(ascii: "]"): return true
        case UInt8(ascii: "\""):
            place += 1
            while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != 0x0A { place += 1 }
            guard byte(at: place) == UInt8(ascii: "\"") else { return false }
            place += 1
            while byte(at: place) == 0x20 || byte(at: place) == 0x09 { place += 1 }
            return byte(at: place) == UInt8(ascii: ":")
        default: return false
        }
    }

    /// Ends a text at the end of its line, before a comma.
    private mutating func finishUnclosed(_ text: LooseText, _ start: Int) -> LocatedText {
        var end = position
        while end > start + 1, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x0D { end -= 1 }
        if end > start + 1, bytes[end - 1] == UInt8(ascii: ",") { end -= 1 }
        problems.add(.punctuation, start..<end, "the text that begins here has no closing quote on its line")
        let cut = position - end
        position = end
        let buffer = text.buffer.dropLast(min(cut, text.buffer.count))
        return LocatedText(range: start..<end, pooled: tree.texts.add(repaired(Array(buffer))))
    }

    private mutating func finish(_ text: LooseText, _ quote: Quote, _ range: Range<Int>) -> LocatedText {
        let buffer = repaired(text.buffer)
        if !problems.isMuted {
            let isPlain = quote == .double && byte(at: range.lowerBound) == UInt8(ascii: "\"")
            if !isPlain { tellQuotes(quote, range, text.isAmbiguous ? nil : buffer) }
            let whole = text.isCrowded ? [rewriting(range, buffer)] : nil
            if isPlain { tell(text, whole) }
            if let surrogate = text.surrogate {
                problems.add(.badEscape, surrogate, "this is half of a pair of escapes; the other half is missing")
            }
        }
        return LocatedText(range: range, pooled: tree.texts.add(buffer))
    }

    /// The text written anew.
    private func rewriting(_ range: Range<Int>, _ text: [UInt8]) -> SyntaxProblem.Edit {
        var writer = JSONWriter(pretty: false)
        writer.write(String(decoding: text, as: UTF8.self))
        return .init(range: range, replacement: writer.bytes)
    }

    private func repaired(_ buffer: [UInt8]) -> [UInt8] {
        String(validating: buffer, as: UTF8.self) == nil ? Array(String(decoding: buffer, as: UTF8.self).utf8) : buffer
    }

    private func tellQuotes(_ quote: Quote, _ range: Range<Int>, _ text: [UInt8]?) {
        let found =
            switch quote {
            case .double: "has a letter before its quote, as in Python"
            case .single: "is in single quotes"
            case .curlyDouble, .curlySingle: "is in typographic quotes"
            }
        problems.add(
            .wrongQuotes, range, "a text \(found); JSON takes plain double quotes only",
            edits: text.map { [rewriting(range, $0)] } ?? [])
    }

    /// Tells of control characters and escapes, each kind once for the text.
    private func tell(_ text: LooseText, _ whole: [SyntaxProblem.Edit]?) {
        if let first = text.controls.first {
            problems.add(
                .controlCharacter, first.range,
                Self.words(forControl: byte(at: first.range.lowerBound)),
                edits: whole.map { text.isAmbiguous ? [] : $0 } ?? text.controls)
        }
        if let first = text.escapes.first {
            let range = first.range.lowerBound..<max(first.range.upperBound, first.range.lowerBound + 2)
            problems.add(
                .badEscape, range,
                text.isAmbiguous
                    ? "JSON has no such escape; in a path of Windows, and wherever a backslash is meant as one, each is "
                        + "written \\\\"
                    : "JSON has no such escape; a backslash that is meant as one is written \\\\",
                edits: text.isAmbiguous ? [] : whole ?? text.escapes)
        }
    }

    private static func words(forControl byte: UInt8) -> String {
        switch byte {
        case 0x0A, 0x0D: "a text goes over a line break, which must be written \\n"
        case 0x09: "a text contains a tab, which must be written \\t"
        default: "a text contains a control character, which must be written \\u and four digits, or be taken out"
        }
    }
}
