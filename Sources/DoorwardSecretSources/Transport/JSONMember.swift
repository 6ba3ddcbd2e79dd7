internal import DoorwardJOSE
internal import DoorwardSecrets

/// Members of a JSON object, found and replaced where they stand: nothing else of the text changes, so that numbers and
/// white space that others wrote stay as they are.
enum JSONMember {
    /// The text with the member's value replaced by a string.
    ///
    /// - Parameter isAdded: whether a member that is not there is added at the end.
    /// - Throws: `SecretSourceError/notFound(reason:)` when there is no such member, and
    ///   `SecretSourceError/malformed(reason:)` when the value is not a JSON object.
    static func replace(
        _ name: String, by text: String, in whole: [UInt8], addingIt isAdded: Bool = false
    ) throws(SecretSourceError) -> [UInt8] {
        // From here on the text is known to be good JSON; the walk below only finds places.
        let object = try JOSEObject(whole, place: "the value")
        if let range = range(of: name, of: object, in: whole) {
            // Between `{"":` and `}`.
            let value = JOSEObject(["": .string(text)]).encoded.dropFirst(4).dropLast()
            return Array(whole[..<range.lowerBound]) + value + whole[range.upperBound...]
        }
        guard isAdded, let end = whole.lastIndex(of: UInt8(ascii: "}")) else {
            throw .notFound(
                reason: "the value has no member \(name) to replace; add it first, or correct what follows the #")
        }
        let comma: [UInt8] = object.members.isEmpty ? [] : [UInt8(ascii: ",")]
        return Array(whole[..<end]) + comma + JOSEObject([name: .string(text)]).encoded.dropFirst().dropLast()
            + whole[end...]
    }

    /// The text of a member's value as it was written, the member named by the way to it; `nil` when there is none.
    static func text(at path: String..., in whole: [UInt8]) throws(SecretSourceError) -> [UInt8]? {
        var text = whole
        for name in path {
            guard let range = range(of: name, of: try JOSEObject(text, place: "the value"), in: text) else {
                return nil
            }
            text = Array(text[range])
        }
        return text
    }

    private static func range(of name: String, of object: JOSEObject, in text: [UInt8]) -> Range<Int>? {
        object.members.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
            .flatMap { range(ofMember: $0, in: text) }.map { trimmed($0, in: text) }
    }

    /// Where the value of the object's n-th member stands.
    private static func range(ofMember wanted: Int, in text: [UInt8]) -> Range<Int>? {
        var depth = 0
        var member = 0
        var start: Int?
        var index = 0
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\""): index = end(ofString: index, in: text) - 1
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                if depth == 0, let start { return start..<index }
            case UInt8(ascii: ":") where depth == 1 && member == wanted: start = index + 1
            case UInt8(ascii: ",") where depth == 1:
                if let start { return start..<index }
                member += 1
            default: break
            }
            index += 1
        }
        return nil
    }

    /// Without the white space at both ends.
    private static func trimmed(_ range: Range<Int>, in text: [UInt8]) -> Range<Int> {
        let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        let start = text[range].firstIndex { !isBlank($0) } ?? range.lowerBound
        let end = text[range].lastIndex { !isBlank($0) } ?? start
        return start..<max(start, end + 1)
    }

    /// The index behind the closing quote.
    private static func end(ofString start: Int, in text: [UInt8]) -> Int {
        var index = start + 1
        while index < text.count, text[index] != UInt8(ascii: "\"") {
            index += text[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index, text.count - 1) + 1
    }
}
