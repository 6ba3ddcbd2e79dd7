/// Where lines begin, known at every few hundred bytes: asking is quick, and a file of line breaks costs nothing.
struct LineMap: Sendable {
    private struct Mark {
        /// Line breaks before it.
        var line: Int32 = 0
        /// Unicode scalars between the last line break and it.
        var column: Int32 = 0
    }

    private static let stride = 512
    private var marks: [Mark] = []

    init(_ bytes: [UInt8]) {
        guard bytes.count <= LocatedDocument.sizeLimit else { return }
        marks.reserveCapacity(bytes.count / Self.stride + 1)
        bytes.withUnsafeBufferPointer { bytes in
            var mark = Mark()
            var start = 0
            while start < bytes.count {
                marks.append(mark)
                let end = min(start + Self.stride, bytes.count)
                Self.advance(&mark, over: bytes, from: start, to: end)
                start = end
            }
            marks.append(mark)
        }
    }

    func position(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
        let offset = min(max(offset, 0), bytes.count)
        guard offset / Self.stride < marks.count else { return (1, 1) }
        var mark = marks[offset / Self.stride]
        bytes.withUnsafeBufferPointer { bytes in
            Self.advance(&mark, over: bytes, from: offset / Self.stride * Self.stride, to: offset)
        }
        return (Int(mark.line) + 1, Int(mark.column) + 1)
    }

    private static func advance(
        _ mark: inout Mark, over bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int
    ) {
        var start = start
        if start == 0, bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { start = 3 }
        while start < end {
            let byte = bytes[start]
            start += 1
            if byte == 0x0A {
                mark.line += 1
                mark.column = 0
            } else if byte & 0xC0 != 0x80 {
                mark.column += 1
            }
        }
    }
}
