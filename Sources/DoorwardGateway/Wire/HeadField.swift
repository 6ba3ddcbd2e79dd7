/// One header line of a head: where its name and its value stand, as offsets from the start of the head.
struct HeadField {
    /// Which of the fields that the gate knows this is.
    var name: FieldName
    /// The line's first byte, which is the name's first byte.
    var nameStart: UInt32
    /// One past the name: the colon.
    var nameEnd: UInt32
    /// The value without the white space around it.
    var valueStart: UInt32
    var valueEnd: UInt32
    /// One past the line's CR LF.
    var lineEnd: UInt32

    var nameRange: Range<Int> { Int(nameStart)..<Int(nameEnd) }
    var valueRange: Range<Int> { Int(valueStart)..<Int(valueEnd) }
    var lineRange: Range<Int> { Int(nameStart)..<Int(lineEnd) }

    /// Whether a tab stands in or beside the value. RFC 9112 §5 allows it, but parsers differ on it, and then on where a
    /// message or a connection ends if the field tells that.
    func hasTabs(in bytes: UnsafeRawBufferPointer) -> Bool {
        bytes[Int(nameEnd)..<Int(lineEnd)].contains(ByteClass.tab)
    }
}

/// Reads header lines, for requests, answers and trailers alike (RFC 9112 §5).
enum FieldLineParser {
    /// Reads one line.
    ///
    /// - Parameters:
    ///   - bytes: the bytes that hold the head.
    ///   - start: the line's first byte.
    ///   - end: the CR of the line's CR LF.
    static func parse(
        _ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int
    ) throws(WireRefusal) -> HeadField {
        var index = start
        while index < end, ByteClass.isToken(bytes[index]) { index += 1 }
        guard index > start else {
            let first = start < end ? bytes[start] : 0
            throw first == ByteClass.space || first == ByteClass.tab ? .folding : .field
        }
        // No white space before the colon: RFC 9112 §5.1.
        guard index < end, bytes[index] == ByteClass.colon else { throw .field }
        let nameEnd = index
        var valueStart = nameEnd + 1
        while valueStart < end, bytes[valueStart] == ByteClass.space || bytes[valueStart] == ByteClass.tab {
            valueStart += 1
        }
        var valueEnd = end
        while valueEnd > valueStart, bytes[valueEnd - 1] == ByteClass.space || bytes[valueEnd - 1] == ByteClass.tab {
            valueEnd -= 1
        }
        index = valueStart
        while index < valueEnd {
            // Eight bytes at a time, where all of them are visible or spaces; a tab is looked at by itself.
            if valueEnd - index >= 8, ByteClass.areVisible(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            {
                index += 8
                continue
            }
            guard ByteClass.isFieldValue(bytes[index]) else {
                throw bytes[index] == ByteClass.carriageReturn ? .lineEnding : .field
            }
            index += 1
        }
        let name = FieldName.classify(UnsafeRawBufferPointer(rebasing: bytes[start..<nameEnd]))
        return HeadField(
            name: name, nameStart: UInt32(start), nameEnd: UInt32(nameEnd), valueStart: UInt32(valueStart),
            valueEnd: UInt32(valueEnd), lineEnd: UInt32(end + 2))
    }
}
