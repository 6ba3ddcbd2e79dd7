#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Reads request heads strictly, line by line as bytes arrive, and refuses whatever two parsers could read differently.
///
/// A value with states: ``parse(_:limits:)`` is called with all bytes since the head's start each time more have come, and
/// goes on where it stopped, so that a head that trickles in costs linear time.
struct RequestHeadParser {
    private(set) var head = RequestHead()
    /// Where the next line starts.
    private var lineStart = 0
    /// How far the search for that line's end has come.
    private var searched = 0
    private var seenRequestLine = false
    private var authority: Range<Int>?

    enum Outcome: Equatable {
        case incomplete
        case complete
        case refused(WireRefusal)
    }

    /// Forgets the last head, keeping the memory of its fields.
    mutating func reset() {
        var fields = head.fields
        fields.removeAll(keepingCapacity: true)
        head = RequestHead()
        head.fields = fields
        lineStart = 0
        searched = 0
        seenRequestLine = false
        authority = nil
    }

    /// Whether any byte of a head has been seen.
    var hasBegun: Bool { searched > 0 }

    /// Goes on reading.
    ///
    /// - Parameter bytes: everything since the head's first byte.
    mutating func parse(_ bytes: UnsafeRawBufferPointer, limits: HeadLimits) -> Outcome {
        do throws(WireRefusal) {
            while let lineFeed = try findLineFeed(bytes, limits: limits) {
                let start = lineStart
                lineStart = lineFeed + 1
                searched = lineStart
                guard lineFeed > start, bytes[lineFeed - 1] == ByteClass.carriageReturn else { throw .lineEnding }
                let end = lineFeed - 1
                if !seenRequestLine {
                    try parseRequestLine(bytes, from: start, to: end, limits: limits)
                    seenRequestLine = true
                } else if end == start {
                    head.length = lineStart
                    try finish(bytes)
                    return .complete
                } else {
                    guard head.fields.count < limits.fields else { throw .headTooLarge }
                    head.fields.append(try FieldLineParser.parse(bytes, from: start, to: end))
                }
            }
            return .incomplete
        } catch {
            return .refused(error)
        }
    }

    private mutating func findLineFeed(
        _ bytes: UnsafeRawBufferPointer, limits: HeadLimits
    ) throws(WireRefusal) -> Int? {
        let count = min(bytes.count, limits.head)
        if searched < count, let base = bytes.baseAddress,
            let found = memchr(base + searched, Int32(ByteClass.lineFeed), count - searched)
        {
            return base.distance(to: UnsafeRawPointer(found))
        }
        searched = count
        if !seenRequestLine {
            try refuseHopelessStart(bytes, count: count, limits: limits)
        }
        guard bytes.count < limits.head else { throw .headTooLarge }
        return nil
    }

    /// Refuses early what can never become a request line, so that it need not wait for a time-out: TLS, binary noise, a
    /// target without end.
    private func refuseHopelessStart(
        _ bytes: UnsafeRawBufferPointer, count: Int, limits: HeadLimits
    ) throws(WireRefusal) {
        if let first = bytes.first, !ByteClass.isToken(first) {
            throw first == ByteClass.carriageReturn || first == ByteClass.lineFeed ? .lineEnding : .requestLine
        }
        if count > limits.target + 32 {
            var index = 0
            while index < 32, ByteClass.isToken(bytes[index]) { index += 1 }
            throw index < 32 ? .targetTooLong : .requestLine
        }
    }

    // MARK: The request line (RFC 9112 §3)

    private mutating func parseRequestLine(
        _ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int, limits: HeadLimits
    ) throws(WireRefusal) {
        // An empty line, as some clients send behind a body (RFC 9112 §2.2), included.
        guard bytes[start] != ByteClass.carriageReturn else { throw .lineEnding }
        var index = start
        while index < end, ByteClass.isToken(bytes[index]) { index += 1 }
        guard index > start, index < end, bytes[index] == ByteClass.space else { throw .requestLine }
        let method = bytes[slice: start..<index]
        let targetStart = index + 1
        // The version is the last nine bytes: SP HTTP/1.x
        guard end - 9 > targetStart, bytes[end - 9] == ByteClass.space else {
            throw end - 9 > targetStart || hasNoSecondSpace(bytes, from: targetStart, to: end) ? .requestLine : .target
        }
        try parseVersion(bytes[slice: end - 8..<end])
        guard let known = HTTPMethod(method) else { throw .method }
        head.method = known
        guard end - 9 - targetStart <= limits.target else { throw .targetTooLong }
        try parseTarget(bytes, from: targetStart, to: end - 9)
    }

    private func hasNoSecondSpace(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Bool {
        !bytes[start..<end].contains(ByteClass.space)
    }

    private mutating func parseVersion(_ version: UnsafeRawBufferPointer) throws(WireRefusal) {
        guard version[slice: 0..<5].equals("HTTP/"), ByteClass.isDigit(version[5]), version[6] == ByteClass.dot,
            ByteClass.isDigit(version[7])
        else { throw .requestLine }
        guard version[5] == 0x31, version[7] <= 0x31 else { throw .version }
        head.isHTTP10 = version[7] == 0x30
        head.keepAlive = !head.isHTTP10
    }

    /// Origin form, or absolute form when its authority is the one that `Host` names (RFC 9112 §3.2).
    private mutating func parseTarget(
        _ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int
    ) throws(WireRefusal) {
        var pathStart = start
        if bytes[start] != ByteClass.slash {
            let schemeLength = Self.schemeLength(bytes[slice: start..<end])
            guard schemeLength > 0 else { throw .target }
            let authorityStart = start + schemeLength
            var index = authorityStart
            while index < end, ByteClass.isHost(bytes[index]) { index += 1 }
            guard index > authorityStart, index < end, bytes[index] == ByteClass.slash else { throw .target }
            authority = authorityStart..<index
            pathStart = index
        }
        let path = try PathGrammar.scan(bytes, from: pathStart, to: end)
        head.path = pathStart..<path.end
        head.pathHasEscapes = path.hasEscapes
        guard path.end < end else { return }
        // What ended the path is the question mark; the query is opaque, but without control bytes, blanks and fragments.
        for index in path.end + 1..<end {
            let byte = bytes[index]
            guard byte > ByteClass.space, byte < 0x7F, byte != 0x23 else { throw .target }
        }
        head.query = path.end + 1..<end
    }

    private static func schemeLength(_ target: UnsafeRawBufferPointer) -> Int {
        if target.count > 7, target[slice: 0..<7].equalsIgnoringCase("http://") { return 7 }
        if target.count > 8, target[slice: 0..<8].equalsIgnoringCase("https://") { return 8 }
        return 0
    }

    // MARK: What the fields say together

    private mutating func finish(_ bytes: UnsafeRawBufferPointer) throws(WireRefusal) {
        var semantics = FieldSemantics()
        for field in head.fields { try semantics.read(field, in: bytes, isHTTP10: head.isHTTP10) }
        try semantics.apply(to: &head, authority: authority, in: bytes)
    }
}
