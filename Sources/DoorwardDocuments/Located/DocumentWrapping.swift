/// What people and programs put around a document's value: a fence of Markdown, a sentence, a statement.
struct DocumentWrapping {
    private(set) var message = ""
    /// The bytes that are not the document's.
    private(set) var ranges: [Range<Int>] = []
    /// Whether taking them out is all there is to do.
    private(set) var isMechanical = false

    /// So many bytes in front of a value are looked at.
    private static let most = 4096

    /// - Parameters:
    ///   - first: the first byte that is neither blank nor part of a comment.
    ///   - isJSON: whether the document must be JSON, and not what YAML would take for a key.
    init?(_ bytes: [UInt8], first: Int, isJSON: Bool) {
        let head = bytes[first...].prefix(Self.most)
        if head.starts(with: Self.fence) {
            takeFence(bytes, opening: first..<Self.lineEnd(first, in: bytes), from: first)
        } else if head.starts(with: ")]}'".utf8) {
            takeGuard(bytes, first)
        } else if bytes[first].isLetter {
            takeStatement(bytes, head)
            if ranges.isEmpty { takeSentence(bytes, head, isJSON: isJSON) }
        }
        if ranges.isEmpty { return nil }
    }

    private static let fence = Array("```".utf8)

    /// The document with blanks in the place of what is around it, so that every other byte keeps its place.
    func blanked(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for range in ranges {
            for place in range where bytes[place] != 0x0A { bytes[place] = 0x20 }
        }
        return bytes
    }

    func tell(_ problems: ProblemList) {
        guard let first = ranges.first else { return }
        problems.add(
            .wrapping, first, message,
            edits: isMechanical ? ranges.map { .init(range: $0, replacement: []) } : [])
    }

    // MARK: - Kinds

    private mutating func takeFence(_ bytes: [UInt8], opening: Range<Int>, from start: Int) {
        message = "there is a fence of back-ticks (```) around the document, as in Markdown and in chats; take it out"
        let inside = min(opening.upperBound + 1, bytes.count)
        isMechanical = start == opening.lowerBound || bytes[start..<opening.lowerBound].allSatisfy { $0 <= 0x20 }
        ranges = [(isMechanical ? opening.lowerBound : start)..<inside]
        guard let closing = Self.fenceLine(in: bytes, from: inside) else { return }
        let behind = Self.lineEnd(closing, in: bytes)
        if bytes[behind...].allSatisfy({ $0 <= 0x20 }) {
            ranges.append(closing..<min(behind + 1, bytes.count))
        } else {
            isMechanical = false
            ranges.append(closing..<bytes.count)
        }
    }

    private mutating func takeGuard(_ bytes: [UInt8], _ first: Int) {
        var end = first + 4
        while end < bytes.count, bytes[end] <= 0x20 || bytes[end] == UInt8(ascii: ",") { end += 1 }
        message =
            "there is `)]}'` in front of the value, which some web frameworks put before JSON for their own pages; "
            + "serve the file without it"
        ranges = [first..<end]
        isMechanical = true
    }

    /// `export default {`, `module.exports = {`, `const manifest = {`.
    private mutating func takeStatement(_ bytes: [UInt8], _ head: ArraySlice<UInt8>) {
        guard let value = head.firstIndex(where: { "{[".utf8.contains($0) }) else { return }
        let text = String(decoding: head[..<value].prefix(200), as: UTF8.self).replacing("=", with: " = ")
        let words = text.split { $0.isWhitespace }.map(String.init)
        let isExport = words == ["export", "default"]
        let isAssignment =
            words.last == "=" && words.count <= 5
            && (["const", "let", "var", "export"].contains(words[0]) || words.count == 2)
        guard isExport || isAssignment else { return }
        message =
            "this is a program (`\(words.joined(separator: " ").excerpt)`), not JSON; let `JSON.stringify` write "
            + "the value into a file of its own"
        ranges = [head.startIndex..<value]
        guard let last = bytes.lastIndex(where: { $0 > 0x20 }), bytes[last] == UInt8(ascii: ";") else { return }
        ranges.append(last..<(last + 1))
    }

    /// A sentence, and then a value, or a fence, that begins a line.
    private mutating func takeSentence(_ bytes: [UInt8], _ head: ArraySlice<UInt8>, isJSON: Bool) {
        guard let value = Self.valueLine(in: head) ?? (isJSON ? Self.valueInLine(in: head) : nil),
            Self.isSentence(head[..<value], isJSON: isJSON)
        else { return }
        if bytes[value...].starts(with: Self.fence) {
            takeFence(bytes, opening: value..<Self.lineEnd(value, in: bytes), from: head.startIndex)
            return
        }
        let next = bytes[(value + 1)...].first { $0 > 0x20 } ?? 0
        guard isJSON || "\"'}]{".utf8.contains(next) else { return }
        message = "there is a text in front of the document's value; the file must hold the value and nothing else"
        ranges = [head.startIndex..<value]
    }

    // MARK: - Lines

    private static func lineEnd(_ place: Int, in bytes: [UInt8]) -> Int {
        bytes[place...].firstIndex(of: 0x0A) ?? bytes.count
    }

    /// The line that begins with a fence.
    private static func fenceLine(in bytes: [UInt8], from start: Int) -> Int? {
        var place = start
        while place < bytes.count {
            let end = lineEnd(place, in: bytes)
            if bytes[place..<end].drop(while: { $0 <= 0x20 }).starts(with: fence) { return place }
            place = end + 1
        }
        return nil
    }

    /// The first line but the first that begins with a bracket or a fence.
    private static func valueLine(in head: ArraySlice<UInt8>) -> Int? {
        var place = head.startIndex
        while let end = head[place...].firstIndex(of: 0x0A) {
            place = end + 1
            guard place < head.endIndex else { return nil }
            if "{[".utf8.contains(head[place]) || head[place...].starts(with: fence) { return place }
        }
        return nil
    }

    /// The bracket in the first line, behind three words or more and in front of a quote.
    private static func valueInLine(in head: ArraySlice<UInt8>) -> Int? {
        let line = head.prefix { $0 != 0x0A }
        guard let value = line.firstIndex(where: { "{[".utf8.contains($0) }),
            line[..<value].split(separator: 0x20).count >= 3,
            let next = line[(value + 1)...].first(where: { $0 > 0x20 }), "\"'".utf8.contains(next)
        else { return nil }
        return value
    }

    /// Whether lines are those of a letter and not of YAML: of several words, with no key among them. Of JSON it is
    /// known that they cannot be YAML.
    private static func isSentence(_ text: ArraySlice<UInt8>, isJSON: Bool) -> Bool {
        let lines = text.split(separator: 0x0A).filter { !$0.allSatisfy { $0 <= 0x20 } }
        guard let first = lines.first else { return false }
        if isJSON { return true }
        return first.split(separator: 0x20).count >= 3
            && lines.allSatisfy { line in
                guard line[line.startIndex].isLetter else { return false }
                let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
                return line[..<colon].contains(0x20)
            }
    }
}
