/// Reads one answer of HTTP/1.1, strictly (RFC 9112): whatever could be read in two ways is refused.
struct AnswerReader {
    /// All heads and trailers together.
    static let maximumHead = 16_384
    private static let maximumChunkLine = 256

    private enum Phase {
        case statusLine, fields
        case fixed(Int)
        case chunkSize
        case chunkData(Int)
        case chunkEnd, trailers, untilClose, complete
    }

    private let hasBody: Bool
    private let limit: Int
    private var phase = Phase.statusLine
    private var line: [UInt8] = []
    private var headSize = 0
    private var head = AnswerHead(isNewest: true, status: 0)
    private var body: [UInt8] = []
    private var isEmpty = true

    /// - Parameter limit: the most bytes of the body.
    init(method: String, limit: Int) {
        hasBody = method != "HEAD"
        self.limit = max(0, limit)
    }

    /// The answer, once all of it has come.
    var document: FetchedDocument? {
        guard case .complete = phase else { return nil }
        return FetchedDocument(status: head.status, fields: head.fields, body: body)
    }

    /// - Throws: ``FetchFailure``: `malformed`, or `tooLarge` as soon as that is known.
    mutating func take(_ bytes: [UInt8]) throws(FetchFailure) {
        var rest = bytes[...]
        while let first = rest.first {
            isEmpty = false
            switch phase {
            case .fixed(let left), .chunkData(let left):
                let part = rest.prefix(left)
                try append(part)
                rest = rest.dropFirst(part.count)
                advance(by: part.count, of: left)
            case .untilClose:
                try append(rest)
                return
            case .complete: throw .malformed("something follows the answer")
            case .statusLine, .fields, .chunkSize, .chunkEnd, .trailers:
                rest = rest.dropFirst()
                try collect(first)
            }
        }
    }

    /// The connection has ended.
    ///
    /// - Parameter isClean: whether the other side said so: without that a body that ends with the connection may
    ///   have been cut off (RFC 9112 section 9.8).
    mutating func end(isClean: Bool) throws(FetchFailure) -> FetchedDocument {
        if case .untilClose = phase, isClean { phase = .complete }
        if let document { return document }
        guard !isEmpty else { throw .unreachable("the connection was closed without an answer") }
        throw .unreachable("the connection was closed in the middle of the answer")
    }

    private mutating func append(_ part: ArraySlice<UInt8>) throws(FetchFailure) {
        guard part.count <= limit - body.count else { throw .tooLarge(limit: limit) }
        body += part
    }

    private mutating func advance(by count: Int, of left: Int) {
        switch phase {
        case .chunkData: phase = count == left ? .chunkEnd : .chunkData(left - count)
        default: phase = count == left ? .complete : .fixed(left - count)
        }
    }

    // MARK: - Lines

    private mutating func collect(_ byte: UInt8) throws(FetchFailure) {
        switch phase {
        case .chunkSize, .chunkEnd:
            guard line.count < Self.maximumChunkLine else { throw .malformed("a chunk's size is too long") }
        default:
            headSize += 1
            guard headSize <= Self.maximumHead else { throw .malformed("its head is larger than 16384 bytes") }
        }
        guard byte == 0x0A else { return line.append(byte) }
        guard line.last == 0x0D else { throw .malformed("a line ends without a carriage return") }
        let whole = line.dropLast()
        line.removeAll(keepingCapacity: true)
        try read(whole)
    }

    private mutating func read(_ line: ArraySlice<UInt8>) throws(FetchFailure) {
        switch phase {
        case .statusLine:
            head = try AnswerHead(statusLine: line)
            phase = .fields
        case .fields:
            guard line.isEmpty else { return try head.add(line) }
            try endHead()
        case .chunkSize:
            let size = try AnswerHead.chunkSize(line)
            guard size <= limit - body.count else { throw .tooLarge(limit: limit) }
            phase = size == 0 ? .trailers : .chunkData(size)
        case .chunkEnd:
            guard line.isEmpty else { throw .malformed("a chunk is longer than its size") }
            phase = .chunkSize
        case .trailers:
            // Judged like fields, and forgotten (RFC 9110 section 6.5.1).
            var trailers = AnswerHead(isNewest: true, status: 0)
            if line.isEmpty { phase = .complete } else { try trailers.add(line) }
        case .fixed, .chunkData, .untilClose, .complete: break
        }
    }

    private mutating func endHead() throws(FetchFailure) {
        // Interim answers come before the one that counts (RFC 9110 section 15.2).
        if (100..<200).contains(head.status) {
            guard head.status != 101 else { throw .malformed("it switches to another protocol") }
            phase = .statusLine
            return
        }
        let framing = try head.framing()
        guard hasBody, head.status != 204, head.status != 304 else {
            phase = .complete
            return
        }
        switch framing {
        case .length(let length):
            guard length <= limit else { throw .tooLarge(limit: limit) }
            phase = length == 0 ? .complete : .fixed(length)
        case .chunked: phase = .chunkSize
        case .untilClose: phase = .untilClose
        }
    }
}
