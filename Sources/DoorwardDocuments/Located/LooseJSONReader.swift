/// Reads JSON as people and programs write it, and tells of everything that RFC 8259 does not have.
///
/// Reads without recursion and goes on after what it can make sense of; what it cannot, it tells once and stops.
struct LooseJSONReader {
    /// An array or object that is being read.
    struct Level {
        let start: Int
        let isObject: Bool
        /// The byte that ends it.
        let closer: UInt8
        /// Whether a value was read since the last comma.
        var hasValue = false
        /// The last comma, while no value came after it.
        var comma: Int?
    }

    let bytes: [UInt8]
    var position = 0
    var tree: NodeBuilder
    let problems = ProblemList()
    var levels: [Level] = []
    /// Where the last name, value or colon ended: what is missing is put there.
    var lastEnd = 0
    var hasStopped = false
    var hasToldDepth = false
    var isUTF8 = true
    /// Whether the brackets do not fit each other, so that it is not clear what is inside of what.
    var isUnbalanced = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        tree = NodeBuilder(byteCount: bytes.count)
    }

    mutating func read() {
        if let invalid = EncodingCheck.invalid(bytes) {
            EncodingCheck.tell(invalid, problems)
            isUTF8 = false
        }
        skipByteOrderMark()
        skipSpace()
        guard !isAtEnd else {
            if !hasStopped { problems.add(.empty, 0..<bytes.count, "the document is empty; a JSON value was expected") }
            return
        }
        readValue()
        while !levels.isEmpty, !hasStopped { step() }
        if !hasStopped { readEnd() }
        // A comma in front of what is in the wrong object would leave it there for good.
        if isUnbalanced { problems.dropInsertions(of: UInt8(ascii: ",")) }
        while tree.depth > 0 { tree.end(at: min(position, bytes.count)) }
    }

    // MARK: - The place

    var isAtEnd: Bool { position >= bytes.count }

    /// The byte at the reading position; 0, which no rule accepts, at the end.
    var next: UInt8 { byte(at: position) }

    func byte(at place: Int) -> UInt8 { place >= 0 && place < bytes.count ? bytes[place] : 0 }

    /// Whether a line break is in a range.
    func isBroken(_ range: Range<Int>) -> Bool { bytes[range].contains(0x0A) }

    /// Tells that reading cannot go on, and why; nothing is told after that.
    mutating func stop(_ kind: SyntaxProblem.Kind, _ range: Range<Int>, _ message: String) {
        guard !hasStopped else { return }
        problems.add(kind, range, message)
        hasStopped = true
    }

    // MARK: - Arrays and objects

    /// Reads one thing in the innermost array or object: a comma, its end, a member or an element.
    private mutating func step() {
        skipSpace()
        guard !hasStopped else { return }
        guard !isAtEnd else { return stopAtEnd() }
        let level = levels[levels.count - 1]
        switch next {
        case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"): close(level)
        case UInt8(ascii: ","): separate()
        default:
            if level.hasValue, !insertComma(level) { return }
            if tree.isFull { return stopFull() }
            if level.isObject { readMember() } else { readValue() }
        }
    }

    mutating func open() {
        let start = position
        guard levels.count < JSONValue.depthLimit else { return skipDeep() }
        let isObject = next == UInt8(ascii: "{")
        let closer: UInt8 =
            switch next {
            case UInt8(ascii: "{"): UInt8(ascii: "}")
            case UInt8(ascii: "["): UInt8(ascii: "]")
            default: UInt8(ascii: ")")
            }
        if !levels.isEmpty { levels[levels.count - 1].noteValue() }
        levels.append(Level(start: start, isObject: isObject, closer: closer))
        tree.begin(isObject ? .object : .array, at: start)
        position += 1
        lastEnd = position
    }

    private mutating func close(_ level: Level) {
        if let comma = level.comma {
            problems.add(
                .trailingComma, comma..<(comma + 1), "there is a comma behind the last value; take it out",
                edits: [.init(range: comma..<(comma + 1), replacement: [])])
        }
        if next != level.closer, !closeWrongly(level) { return }
        if level.closer == UInt8(ascii: ")"), next == level.closer { tellRoundBrackets(level.start) }
        position += 1
        finish()
    }

    /// Ends the innermost array or object here.
    private mutating func finish() {
        tree.end(at: position)
        levels.removeLast()
        lastEnd = position
    }

    /// Makes sense of a bracket that does not fit; says whether it ends what is being read all the same.
    private mutating func closeWrongly(_ level: Level) -> Bool {
        let found = Character(Unicode.Scalar(next))
        let wanted = Character(Unicode.Scalar(level.closer))
        let opened = Character(Unicode.Scalar(byte(at: level.start)))
        isUnbalanced = true
        let fitsOutside = levels.dropLast().last?.closer == next
        problems.add(
            .punctuation, position..<(position + 1),
            "'\(found)' is here, but the '\(opened)' before it needs a '\(wanted)'")
        if fitsOutside { finish() }
        return !fitsOutside
    }

    private mutating func tellRoundBrackets(_ start: Int) {
        problems.add(
            .punctuation, start..<(start + 1), "a list stands in round brackets; JSON takes square ones",
            edits: [
                .init(range: start..<(start + 1), replacement: [UInt8(ascii: "[")]),
                .init(range: position..<(position + 1), replacement: [UInt8(ascii: "]")]),
            ])
    }

    private mutating func separate() {
        let place = position
        position += 1
        guard levels[levels.count - 1].hasValue else {
            problems.add(
                .punctuation, place..<(place + 1), "there is a comma with nothing before it; take it out",
                edits: [.init(range: place..<(place + 1), replacement: [])])
            return
        }
        levels[levels.count - 1].hasValue = false
        levels[levels.count - 1].comma = place
    }

    /// Tells of the comma that is missing before what comes now; says whether reading can go on.
    private mutating func insertComma(_ level: Level) -> Bool {
        let gap = lastEnd..<position
        let isAfterText = byte(at: lastEnd - 1) == UInt8(ascii: "\"")
        let isClear = level.isObject ? isMemberAhead() : isElementAhead(afterText: isAfterText, gap)
        guard isClear else {
            stop(
                .notReadable, position..<min(position + 1, bytes.count),
                isAfterText
                    ? "something follows the end of a text; a quote inside of a text is written as \\\""
                    : "a ',' or '\(Character(Unicode.Scalar(level.closer)))' was expected here")
            return false
        }
        let isMechanical = level.isObject || !isAfterText || isBroken(gap) || next != UInt8(ascii: "\"")
        problems.add(
            .punctuation, position..<(position + 1), "there is no comma before this",
            edits: isMechanical ? [.init(range: lastEnd..<lastEnd, replacement: [UInt8(ascii: ",")])] : [])
        levels[levels.count - 1].hasValue = false
        return true
    }

    /// Whether what comes can be the next element although there was no comma.
    private func isElementAhead(afterText: Bool, _ gap: Range<Int>) -> Bool {
        if quoteAhead != nil { return !afterText || !gap.isEmpty }
        switch next {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "-"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            return !gap.isEmpty || "}])".utf8.contains(byte(at: lastEnd - 1))
        default: return next.isLetter && !gap.isEmpty && (!afterText || isBroken(gap))
        }
    }

    /// Whether a name and a colon come.
    private mutating func isMemberAhead() -> Bool {
        let saved = (position, lastEnd)
        problems.isMuted = true
        defer {
            (position, lastEnd) = saved
            problems.isMuted = false
            hasStopped = false
        }
        guard readName() != nil else { return false }
        skipSpace()
        return !hasStopped && next == UInt8(ascii: ":")
    }

    // MARK: - The end

    private mutating func stopAtEnd() {
        let level = levels[levels.count - 1]
        let opened = Character(Unicode.Scalar(byte(at: level.start)))
        isUnbalanced = true
        stop(
            .truncated, bytes.count..<bytes.count,
            "the document ends before the '\(opened)' of line \(line(of: level.start)) is closed")
    }

    private mutating func stopFull() {
        stop(
            .tooLarge, position..<position,
            "there are more than \(NodeBuilder.valueLimit) values; what follows is not read")
    }

    private mutating func readEnd() {
        skipSpace()
        guard !hasStopped, !isAtEnd else { return }
        let rest = position..<bytes.count
        let isClosing = bytes[rest].allSatisfy { $0 <= 0x20 || "]});,".utf8.contains($0) }
        if isClosing { isUnbalanced = true }
        let line = position..<(bytes[rest].firstIndex(of: 0x0A) ?? bytes.count)
        stop(
            .extraContent, line,
            isClosing
                ? "there is one bracket or mark too many; the document's value has ended before it"
                : "something follows the end of the document's value; a JSON document is one value")
    }

    func line(of place: Int) -> Int { bytes[..<place].reduce(1) { $1 == 0x0A ? $0 + 1 : $0 } }
}

extension LooseJSONReader.Level {
    mutating func noteValue() {
        hasValue = true
        comma = nil
    }
}
