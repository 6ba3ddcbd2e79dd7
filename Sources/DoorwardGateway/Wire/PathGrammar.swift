/// The path grammar of the gate: an absolute path that every server behind it reads the same way.
///
/// Refused are dot segments (also written as escapes, also before a `;`), empty segments, encoded slashes, backslashes,
/// control characters, escaped escapes, and malformed ones: servers disagree on all of them, and an allow-list is only as
/// good as that agreement (RFC 3986 §3.3, §6.2.2).
enum PathGrammar {
    /// Scans a path up to a `?` or the end.
    ///
    /// - Returns: where the path ended, and whether it holds escapes or what must become one.
    static func scan(
        _ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int
    ) throws(WireRefusal) -> (end: Int, hasEscapes: Bool) {
        var index = start
        var segmentStart = start + 1
        var hasEscapes = false
        while index < end {
            let byte = bytes[index]
            if byte == ByteClass.slash {
                if index > start { try check(segment: bytes[slice: segmentStart..<index], isLast: false) }
                segmentStart = index + 1
            } else if byte == ByteClass.percent {
                try checkEscape(bytes, at: index, end: end)
                hasEscapes = true
                index += 2
            } else if byte == ByteClass.questionMark {
                break
            } else if ByteClass.isBareInBrowsers(byte) {
                hasEscapes = true
            } else if !ByteClass.isPath(byte) {
                throw .target
            }
            index += 1
        }
        try check(segment: bytes[slice: segmentStart..<index], isLast: true)
        if hasEscapes, !decodesToUTF8(bytes[slice: start..<index]) { throw .target }
        return (index, hasEscapes)
    }

    /// Whether what the escapes stand for is UTF-8. Overlong forms of dots and slashes are how filters were passed by, and
    /// decoders disagree about all that is not UTF-8.
    private static func decodesToUTF8(_ path: UnsafeRawBufferPointer) -> Bool {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(path.count)
        var index = 0
        while index < path.count {
            if path[index] == ByteClass.percent, index + 2 < path.count, let high = ByteClass.hexValue(path[index + 1]),
                let low = ByteClass.hexValue(path[index + 2])
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(path[index])
                index += 1
            }
        }
        return String(validating: decoded, as: UTF8.self) != nil
    }

    private static func check(segment: UnsafeRawBufferPointer, isLast: Bool) throws(WireRefusal) {
        if segment.isEmpty {
            guard isLast else { throw .target }
            return
        }
        // Dots, plain or escaped, in any mixture, alone or before a semicolon: servers with path parameters cut `;…` off
        // before they look.
        var dots = 0
        var index = 0
        while index < segment.count {
            let (byte, next) = character(in: segment, at: index, end: segment.count)
            if byte == ByteClass.semicolon, dots > 0 { break }
            guard byte == ByteClass.dot, dots < 2 else { return }
            dots += 1
            index = next
        }
        throw .target
    }

    /// The character at a place, an escape read as what it stands for, and the place behind it.
    private static func character(
        in bytes: UnsafeRawBufferPointer, at index: Int, end: Int
    ) -> (byte: UInt8, next: Int) {
        guard bytes[index] == ByteClass.percent, index + 2 < end, let high = ByteClass.hexValue(bytes[index + 1]),
            let low = ByteClass.hexValue(bytes[index + 2])
        else { return (bytes[index], index + 1) }
        return (high << 4 | low, index + 3)
    }

    private static func checkEscape(_ bytes: UnsafeRawBufferPointer, at index: Int, end: Int) throws(WireRefusal) {
        guard index + 2 < end, let high = ByteClass.hexValue(bytes[index + 1]),
            let low = ByteClass.hexValue(bytes[index + 2])
        else { throw .target }
        switch high << 4 | low {
        case ByteClass.slash, 0x5C, 0x00...0x1F, 0x7F: throw .target
        case ByteClass.percent:
            // An escaped escape: harmless to those who decode once, another path to those who decode twice. Its digits
            // may be escaped themselves (`%25%32%65`).
            guard index + 3 < end else { return }
            let first = character(in: bytes, at: index + 3, end: end)
            guard ByteClass.hexValue(first.byte) != nil, first.next < end else { return }
            let second = character(in: bytes, at: first.next, end: end)
            if ByteClass.hexValue(second.byte) != nil { throw .target }
        default: break
        }
    }

    /// Brings a scanned path to the form that is matched and forwarded: escapes of unreserved characters decoded, the hex
    /// digits of the others upper-case (RFC 3986 §6.2.2.1, §6.2.2.2), and `[ ] ^ |`, which browsers send as they are but RFC
    /// 3986 does not allow, as escapes. The same form as `PathTemplate.canonical`.
    static func canonical(_ path: UnsafeRawBufferPointer) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(path.count)
        var index = 0
        while index < path.count {
            let (byte, next) = character(in: path, at: index, end: path.count)
            let isEscape = next > index + 1
            if isEscape ? isUnreserved(byte) : !ByteClass.isBareInBrowsers(byte) {
                result.append(byte)
            } else {
                result.append(ByteClass.percent)
                result.append(upperHex(byte >> 4))
                result.append(upperHex(byte & 15))
            }
            index = next
        }
        return result
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }

    private static func upperHex(_ digit: UInt8) -> UInt8 { digit < 10 ? digit + 0x30 : digit - 10 + 0x41 }
}
