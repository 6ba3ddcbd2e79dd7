// Members, and values that are no text.
extension LooseJSONReader {
    /// Reads a name, a colon and a value.
    mutating func readMember() {
        guard let name = readName() else { return }
        lastEnd = name.range.upperBound
        skipSpace()
        guard !hasStopped else { return }
        tree.name = name
        switch next {
        case UInt8(ascii: ":"):
            position += 1
            lastEnd = position
            skipSpace()
        case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"): return addMissing(name.range)
        default:
            guard !isAtEnd else { return }
            let isClear = name.isQuoted && position > lastEnd && isValueAhead
            guard isClear else {
                return stop(
                    .notReadable, position..<(position + 1), "a ':' was expected behind the name of a member")
            }
            problems.add(
                .punctuation, position..<(position + 1), "there is no colon between the name and its value",
                edits: [.init(range: lastEnd..<lastEnd, replacement: [UInt8(ascii: ":")])])
        }
        guard !hasStopped, !isAtEnd else { return }
        switch next {
        case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"): addMissing(name.range)
        default: readValue()
        }
    }

    private mutating func addMissing(_ name: Range<Int>) {
        problems.add(.punctuation, name, "there is a name here without a value")
        add(LocatedNode(.null, position..<position))
    }

    /// Whether a value comes that is written as JSON has it.
    private var isValueAhead: Bool {
        switch next {
        case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "-"): true
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): true
        default: next.isDigit
        }
    }

    /// Reads the name of a member; nil when there is none, which is told.
    mutating func readName() -> LocatedText? {
        if let quote = quoteAhead { return readText(quote) }
        let start = position
        let word = word()
        guard !word.isEmpty else {
            let isTemplate = next == UInt8(ascii: "{") || next == UInt8(ascii: "%")
            stop(
                .notReadable, start..<min(start + 1, bytes.count),
                isTemplate
                    ? "there is a placeholder of a template here that was not filled in"
                    : "the name of a member in double quotes was expected here")
            return nil
        }
        position = word.upperBound
        tellUnquoted(word, "the name", isMechanical: true)
        return LocatedText(range: word)
    }

    /// Reads a value, or opens the array or object that begins here.
    mutating func readValue() {
        if let quote = quoteAhead {
            if let text = readText(quote) { add(text) }
            return
        }
        switch next {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("): open()
        case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9"):
            readNumber()
        case 0...0x20, 0x7F, UInt8(ascii: ":"), UInt8(ascii: "\\"), UInt8(ascii: ","), UInt8(ascii: "}"),
            UInt8(ascii: "]"), UInt8(ascii: ")"):
            stop(.notReadable, position..<min(position + 1, bytes.count), "a value was expected here")
        default: readWord()
        }
    }

    /// Adds a value that ends at the reading position.
    mutating func add(_ node: LocatedNode) {
        tree.add(node)
        if !levels.isEmpty { levels[levels.count - 1].noteValue() }
        lastEnd = Int(node.end)
    }

    mutating func add(_ text: LocatedText, as kind: LocatedNode.Kind = .string) {
        var node = LocatedNode(kind, text.range)
        node.link = text.pooled
        node.isQuoted = text.isQuoted
        add(node)
    }

    // MARK: - Words

    /// The letters, digits and marks that come next and could be a name in a program.
    func word() -> Range<Int> {
        var end = position
        while end < bytes.count, bytes[end].isAlphanumeric || "_$-.+".utf8.contains(bytes[end]) { end += 1 }
        return position..<end
    }

    private mutating func readWord() {
        let range = word()
        guard endsValue(range.upperBound) else { return readBareText() }
        position = range.upperBound
        switch String(decoding: bytes[range].prefix(20), as: UTF8.self) {
        case "true": addFlag(true, range)
        case "false": addFlag(false, range)
        case "null": add(LocatedNode(.null, range))
        case "True", "TRUE":
            tellLiteral(range, "true")
            addFlag(true, range)
        case "False", "FALSE":
            tellLiteral(range, "false")
            addFlag(false, range)
        case "None", "Null", "NULL", "undefined":
            tellLiteral(range, "null")
            add(LocatedNode(.null, range))
        case "NaN", "Infinity", "nan", "inf": addNoNumber(range)
        default:
            tellUnquotedValue(range)
            add(LocatedText(range: range))
        }
    }

    /// Tells of a word without quotes; what may have been meant as something else than a text is left to its author.
    private mutating func tellUnquotedValue(_ range: Range<Int>) {
        switch LooseWord(bytes[range]) {
        case .text: tellUnquoted(range, "the text", isMechanical: true)
        case .literal:
            problems.add(
                .unquoted, range,
                "'\(excerpt(range))' is no literal of JSON; write true, false or null, or put a text in double quotes")
        case .number:
            problems.add(
                .unquoted, range,
                "'\(excerpt(range))' is no number of JSON; write one in plain digits, or put a text in double quotes")
        }
    }

    private mutating func addFlag(_ flag: Bool, _ range: Range<Int>) {
        var node = LocatedNode(.bool, range)
        node.flag = flag
        add(node)
    }

    private mutating func tellLiteral(_ range: Range<Int>, _ literal: String) {
        problems.add(
            .pythonLiteral, range, "'\(excerpt(range))' is written '\(literal)' in JSON",
            edits: [.init(range: range, replacement: Array(literal.utf8))])
    }

    mutating func tellUnquoted(_ range: Range<Int>, _ what: String, isMechanical: Bool) {
        guard !problems.isMuted else { return }
        let edits: [SyntaxProblem.Edit] = [
            .init(range: range.lowerBound..<range.lowerBound, replacement: [UInt8(ascii: "\"")]),
            .init(range: range.upperBound..<range.upperBound, replacement: [UInt8(ascii: "\"")]),
        ]
        problems.add(
            .unquoted, range, "\(what) '\(excerpt(range))' must be in double quotes", edits: isMechanical ? edits : [])
    }

    func excerpt(_ range: Range<Int>) -> String { String(decoding: bytes[range].prefix(240), as: UTF8.self).excerpt }

    /// Whether a value can end here: what comes next is no part of it.
    private func endsValue(_ place: Int) -> Bool {
        switch byte(at: place) {
        case 0x20, 0x09: endsValueAfterBlank(place)
        case 0..<0x20, UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"): true
        case UInt8(ascii: "/"): byte(at: place + 1) == UInt8(ascii: "/") || byte(at: place + 1) == UInt8(ascii: "*")
        case UInt8(ascii: "#"): true
        default: oddBlankLength(at: place) != nil
        }
    }

    /// After a blank a new member may begin without a comma, but no further word of the same text.
    private func endsValueAfterBlank(_ place: Int) -> Bool {
        var place = place
        while byte(at: place) == 0x20 || byte(at: place) == 0x09 { place += 1 }
        let byte = byte(at: place)
        return !(byte.isLetter || byte >= 0x80 && oddBlankLength(at: place) == nil || "&%@*:;<>=(".utf8.contains(byte))
    }

    /// Reads a text of several words without quotes, to the end of the line or what would end a value.
    private mutating func readBareText() {
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: "{"),
                UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "\""):
                return endBareText(start)
            default: position += 1
            }
        }
        endBareText(start)
    }

    private mutating func endBareText(_ start: Int) {
        var end = position
        while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
        let opens = "{[(\"".utf8.contains(next) && !isAtEnd
        guard end > start, !opens else {
            return stop(
                .notReadable, start..<max(min(start + 1, bytes.count), end),
                "'\(excerpt(start..<end))' is no value of JSON; a text must be in double quotes")
        }
        tellUnquoted(start..<end, "the text", isMechanical: false)
        add(LocatedText(range: start..<end))
    }

    // MARK: - Numbers

    private mutating func readNumber() {
        let start = position
        let end = strictNumberEnd() ?? start
        if end > start, endsNumber(end) {
            position = end
            return add(LocatedText(range: start..<end), as: .number)
        }
        let range = word()
        guard endsValue(range.upperBound), range.count < 400 else { return readBareText() }
        position = range.upperBound
        let text = String(decoding: bytes[range], as: UTF8.self)
        if let mended = LooseNumber.mended(text) {
            problems.add(
                .badNumber, range, "the number '\(text.excerpt)' is written \(mended.excerpt) in JSON",
                edits: [.init(range: range, replacement: Array(mended.utf8))])
            add(LocatedText(range: range, pooled: tree.texts.add(mended.utf8)), as: .number)
        } else if LooseNumber.isNone(text) {
            addNoNumber(range)
        } else {
            if LooseNumber.beginsWithZero(text) {
                problems.add(
                    .badNumber, range, "'\(text.excerpt)' begins with a zero; take it out, or put a text in quotes")
            } else {
                tellUnquotedValue(range)
            }
            add(LocatedText(range: range))
        }
    }

    private mutating func addNoNumber(_ range: Range<Int>) {
        problems.add(
            .badNumber, range, "JSON has no '\(excerpt(range))'; write a number, or null where there is none")
        add(LocatedNode(.null, range))
    }

    /// Whether a number that is right so far ends here.
    private func endsNumber(_ place: Int) -> Bool {
        switch byte(at: place) {
        case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"): true
        default: endsValue(place)
        }
    }

    /// Where a number as RFC 8259 section 6 spells it ends; nil when there is none.
    private func strictNumberEnd() -> Int? {
        var place = position
        if byte(at: place) == UInt8(ascii: "-") { place += 1 }
        guard byte(at: place).isDigit else { return nil }
        if byte(at: place) == 0x30 { place += 1 } else { skipDigits(&place) }
        if byte(at: place) == UInt8(ascii: ".") {
            place += 1
            guard skipDigits(&place) else { return nil }
        }
        if byte(at: place) | 0x20 == UInt8(ascii: "e") {
            place += 1
            if byte(at: place) == UInt8(ascii: "+") || byte(at: place) == UInt8(ascii: "-") { place += 1 }
            guard skipDigits(&place) else { return nil }
        }
        return place
    }

    /// Says whether there was a digit.
    @discardableResult
    private func skipDigits(_ place: inout Int) -> Bool {
        let start = place
        while byte(at: place).isDigit { place += 1 }
        return place > start
    }
}
