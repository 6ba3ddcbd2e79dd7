#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The head of one HTTP/1 answer: its status, how long the body is, and where the fields stand.
struct ResponseHead {
    var status = 0
    /// The three digits of the status.
    var statusText = 0..<0
    /// The reason phrase, perhaps empty.
    var reason = 0..<0
    var isHTTP10 = false
    var fields: [HeadField] = []
    var framing = BodyFraming.none
    /// What `Content-Length` says, whether or not a body follows.
    var contentLength: Int?
    /// Whether the upstream's connection can be used again after this answer.
    var keepAlive = true
    /// Whether `Connection` names fields beside `close` and `keep-alive`.
    var namesHopByHopFields = false
    /// Whether the body is an event stream, which must not be buffered nor ended by a total time-out.
    var isEventStream = false
    var hasDate = false
    /// The number of bytes of the whole head.
    var length = 0

    /// Whether this is an interim answer that another will follow (RFC 9110 §15.2).
    var isInterim: Bool { status < 200 }
}

/// Reads the head of an upstream's answer strictly (RFC 9112 §4, §6.3).
struct ResponseHeadParser {
    private(set) var head = ResponseHead()
    private var lineStart = 0
    private var searched = 0
    private var seenStatusLine = false

    enum Outcome: Equatable {
        case incomplete
        case complete
        case refused(WireRefusal)
    }

    /// Largest head accepted from an upstream.
    static let maximumHead = 64 << 10
    private static let maximumFields = 256

    mutating func reset() {
        var fields = head.fields
        fields.removeAll(keepingCapacity: true)
        head = ResponseHead()
        head.fields = fields
        lineStart = 0
        searched = 0
        seenStatusLine = false
    }

    /// Goes on reading; `bytes` is everything since the head's first byte.
    ///
    /// - Parameter answersHEAD: whether the request was `HEAD`: then there is no body whatever the fields say.
    mutating func parse(_ bytes: UnsafeRawBufferPointer, answersHEAD: Bool) -> Outcome {
        do throws(WireRefusal) {
            while let lineFeed = try findLineFeed(bytes) {
                let start = lineStart
                lineStart = lineFeed + 1
                searched = lineStart
                guard lineFeed > start, bytes[lineFeed - 1] == ByteClass.carriageReturn else { throw .responseField }
                let end = lineFeed - 1
                if !seenStatusLine {
                    try parseStatusLine(bytes, from: start, to: end)
                    seenStatusLine = true
                } else if end == start {
                    head.length = lineStart
                    try finish(bytes, answersHEAD: answersHEAD)
                    return .complete
                } else {
                    guard head.fields.count < Self.maximumFields else { throw .responseTooLarge }
                    head.fields.append(try Self.field(bytes, from: start, to: end))
                }
            }
            return .incomplete
        } catch {
            return .refused(error)
        }
    }

    private mutating func findLineFeed(_ bytes: UnsafeRawBufferPointer) throws(WireRefusal) -> Int? {
        let count = min(bytes.count, Self.maximumHead)
        if searched < count, let base = bytes.baseAddress,
            let found = memchr(base + searched, Int32(ByteClass.lineFeed), count - searched)
        {
            return base.distance(to: UnsafeRawPointer(found))
        }
        searched = count
        if !seenStatusLine, let first = bytes.first, first != 0x48 { throw .statusLine }
        guard bytes.count < Self.maximumHead else { throw seenStatusLine ? .responseTooLarge : .statusLine }
        return nil
    }

    private static func field(
        _ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int
    ) throws(WireRefusal) -> HeadField {
        do throws(WireRefusal) {
            return try FieldLineParser.parse(bytes, from: start, to: end)
        } catch {
            throw .responseField
        }
    }

    private mutating func parseStatusLine(
        _ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int
    ) throws(WireRefusal) {
        guard end - start >= 12, bytes[slice: start..<start + 7].equals("HTTP/1."), bytes[start + 8] == ByteClass.space,
            bytes[start + 7] == 0x31 || bytes[start + 7] == 0x30
        else { throw .statusLine }
        head.isHTTP10 = bytes[start + 7] == 0x30
        for index in start + 9..<start + 12 {
            guard ByteClass.isDigit(bytes[index]) else { throw .statusLine }
            head.status = head.status * 10 + Int(bytes[index] - 0x30)
        }
        head.statusText = start + 9..<start + 12
        guard head.status >= 100, head.status <= 599 else { throw .statusLine }
        guard end > start + 12 else { return }
        guard bytes[start + 12] == ByteClass.space, bytes[start + 13..<end].allSatisfy(ByteClass.isFieldValue) else {
            throw .statusLine
        }
        head.reason = start + 13..<end
    }

    private mutating func finish(_ bytes: UnsafeRawBufferPointer, answersHEAD: Bool) throws(WireRefusal) {
        var contentLength: Int?
        var isChunked = false
        var closes = false
        var keepsAlive = false
        var namesFields = false
        for field in head.fields {
            let value = bytes[slice: field.valueRange]
            switch field.name {
            case .contentLength:
                // Twice is refused even when both agree, as in requests: a list was parsed somewhere (RFC 9110 §8.6).
                guard contentLength == nil, let length = FieldSemantics.decimal(value), !field.hasTabs(in: bytes) else {
                    throw .responseFraming
                }
                contentLength = length
            case .transferEncoding:
                guard !isChunked, !head.isHTTP10, value.equalsIgnoringCase("chunked"), !field.hasTabs(in: bytes) else {
                    throw .responseFraming
                }
                isChunked = true
            case .connection:
                guard !field.hasTabs(in: bytes) else { throw .responseField }
                ListGrammar.forEachElement(of: value) { element in
                    if element.equalsIgnoringCase("close") {
                        closes = true
                    } else if element.equalsIgnoringCase("keep-alive") {
                        keepsAlive = true
                    } else {
                        namesFields = true
                    }
                }
            case .contentType:
                head.isEventStream = value.count >= 17 && value[slice: 0..<17].equalsIgnoringCase("text/event-stream")
            case .date: head.hasDate = true
            default: break
            }
        }
        guard !(isChunked && contentLength != nil) else { throw .responseFraming }
        head.namesHopByHopFields = namesFields
        head.contentLength = contentLength
        head.keepAlive = !closes && (!head.isHTTP10 || keepsAlive)
        let hasNoBody = answersHEAD || head.isInterim || head.status == 204 || head.status == 304
        if hasNoBody {
            head.framing = .none
        } else if isChunked {
            head.framing = .chunked
        } else if let contentLength {
            head.framing = contentLength == 0 ? .none : .length(contentLength)
        } else {
            head.framing = .untilClose
            head.keepAlive = false
        }
    }
}
