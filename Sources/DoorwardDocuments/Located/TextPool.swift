/// Texts that are not written as they are meant (with escapes, folded, in blocks), one behind the other.
struct TextPool: Sendable {
    private(set) var bytes: [UInt8] = []
    private var ends: [Int32] = []

    /// Adds a text and says its number.
    mutating func add(_ text: some Sequence<UInt8>) -> Int32 {
        bytes.append(contentsOf: text)
        ends.append(Int32(clamping: bytes.count))
        return Int32(ends.count - 1)
    }

    /// Where a text is among the pool's bytes.
    subscript(number: Int32) -> Range<Int> {
        let end = Int(ends[Int(number)])
        return (number == 0 ? 0 : Int(ends[Int(number) - 1]))..<end
    }
}

/// A text of a document: where it is written and what it is.
struct LocatedText: Sendable {
    /// Quotes included.
    var range: Range<Int>
    /// Its number in the pool of texts, or -1 when it is what is written, without the quotes.
    var pooled: Int32 = -1
    var isQuoted = false

    /// Gives the text's bytes to a closure.
    func withBytes<R>(
        in document: UnsafeBufferPointer<UInt8>, _ pool: TextPool, _ body: (UnsafeBufferPointer<UInt8>) -> R
    ) -> R {
        if pooled >= 0 {
            return pool.bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[pool[pooled]])) }
        }
        let margin = isQuoted && range.count >= 2 ? 1 : 0
        return body(
            UnsafeBufferPointer(rebasing: document[(range.lowerBound + margin)..<(range.upperBound - margin)]))
    }

    /// The text; what is not UTF-8 in it is replaced.
    func string(in document: [UInt8], _ pool: TextPool) -> String {
        document.withUnsafeBufferPointer { document in
            withBytes(in: document, pool) { String(decoding: $0, as: UTF8.self) }
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether two texts are the same, byte for byte.
    func isSame(as other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for place in 0..<count where self[place] != other[place] { return false }
        return true
    }
}
