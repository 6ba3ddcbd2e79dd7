extension LocatedDocument {
    /// Makes replacements in a document's bytes.
    ///
    /// Edits may come in any order. Of those that overlap the first in the document is made and the others are left
    /// out, as are those outside of the bytes; the same edit twice is made once.
    public static func applying(_ edits: [SyntaxProblem.Edit], to bytes: [UInt8]) -> [UInt8] {
        let sorted = edits.enumerated().sorted { left, right in
            let one = left.element.range
            let other = right.element.range
            return (one.lowerBound, one.upperBound, left.offset) < (other.lowerBound, other.upperBound, right.offset)
        }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var place = 0
        var previous: SyntaxProblem.Edit?
        for (_, edit) in sorted {
            let range = edit.range
            guard range.lowerBound >= place, range.upperBound <= bytes.count, edit != previous else { continue }
            result += bytes[place..<range.lowerBound]
            result += edit.replacement
            place = range.upperBound
            previous = edit
        }
        return result + bytes[place...]
    }
}
