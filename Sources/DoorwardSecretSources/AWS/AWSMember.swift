internal import DoorwardJOSE
internal import DoorwardSecrets

/// A member of the JSON object that a value is, replaced where it stands: nothing else of the text changes, so that
/// numbers and white space that others wrote stay as they are.
enum AWSMember {
    /// The text with the member's value replaced by a string.
    ///
    /// - Throws: ``SecretSourceError/notFound(reason:)`` when there is no such member, and
    ///   ``SecretSourceError/malformed(reason:)`` when the value is not a JSON object.
    static func replace(_ name: String, by text: String, in whole: [UInt8]) throws(SecretSourceError) -> [UInt8] {
        // From here on the text is known to be good JSON; the walk below only finds the place.
        let object = try JOSEObject(whole, place: "the value")
        guard let index = object.members.firstIndex(where: { Array($0.name.utf8) == Array(name.utf8) }),
            let range = range(ofMember: index, in: whole).map({ trimmed($0, in: whole) })
        else {
            throw .notFound(
                reason: "the value has no member \(name) to replace; add it first, or correct what follows the #")
        }
        let wrapped = JOSEObject(["": .string(text)]).encoded
        // Between `{"":` and `}`.
        let value = wrapped.dropFirst(4).dropLast()
        return Array(whole[..<range.lowerBound]) + value + whole[range.upperBound...]
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
