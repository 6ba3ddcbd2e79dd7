import NIOCore

@testable import DoorwardGateway

/// Reads the bytes of a connection with the gate's readers, in the way its connections do: `GateConnection.work` for
/// requests, `UpstreamConnection.advance` for answers.
struct GateReader {
    enum Kind {
        case requests(HeadLimits)
        /// The answer to one request.
        case answer(toHEAD: Bool)
    }

    private enum Phase {
        case head
        case length(remaining: Int)
        case chunked(ChunkedBodyDecoder)
        case untilClose
        case done
    }

    private(set) var reading = WireReading()
    /// The heads as the gate represents them, with their bytes: one for each message.
    private(set) var requestHeads: [(head: RequestHead, bytes: [UInt8])] = []
    private(set) var responseHeads: [(head: ResponseHead, bytes: [UInt8])] = []

    /// Where the accepted heads stand.
    private(set) var heads: [Range<Int>] = []

    private let kind: Kind
    private var phase = Phase.head
    private var requests = RequestHeadParser()
    private var answers = ResponseHeadParser()
    private var inbound = ByteBuffer()
    private var received = 0

    init(_ kind: Kind) { self.kind = kind }

    /// The reading of all pieces, and of the connection's end where that means something.
    static func read(_ pieces: [ArraySlice<UInt8>], as kind: Kind) -> GateReader {
        var reader = GateReader(kind)
        for piece in pieces { reader.receive(piece) }
        reader.finish()
        return reader
    }

    mutating func receive(_ piece: ArraySlice<UInt8>) {
        inbound.writeBytes(piece)
        received += piece.count
        while inbound.readableBytes > 0, reading.ending == .more, advance() {}
    }

    /// The other side has closed.
    mutating func finish() {
        if case .untilClose = phase { complete() }
    }

    /// - Returns: whether there may be more to do with what is left.
    private mutating func advance() -> Bool {
        switch phase {
        case .head:
            switch kind {
            case .requests(let limits): return readRequestHead(limits)
            case .answer(let toHEAD): return readResponseHead(toHEAD)
            }
        case .length(let remaining):
            let count = min(remaining, inbound.readableBytes)
            guard count > 0, let piece = inbound.readSlice(length: count) else { return false }
            append(piece)
            phase = .length(remaining: remaining - count)
            if count == remaining { complete() }
        case .chunked(var decoder):
            let step = decoder.next(&inbound)
            phase = .chunked(decoder)
            switch step {
            case .needMore: return false
            case .data(let piece): append(piece)
            case .end(let trailers):
                reading.messages[last].trailers = Self.fields(of: trailers)
                complete()
            case .refused(let refusal): reading.ending = .refused(refusal.reason)
            }
        case .untilClose:
            append(inbound)
            inbound.clear()
        case .done: return false
        }
        return true
    }

    /// The index of the message that is being read.
    private var last: Int { reading.messages.count - 1 }

    private mutating func append(_ piece: ByteBuffer) { reading.messages[last].body += piece.readableBytesView }

    private mutating func complete() {
        reading.messages[last].end = received - inbound.readableBytes
        phase = .head
        switch kind {
        case .requests:
            requests.reset()
            if !reading.messages[last].keepAlive { reading.ending = .closed }
        case .answer:
            answers.reset()
            guard reading.messages[last].status >= 200 else { return }
            phase = .done
            reading.ending = .closed
        }
    }

    /// What has come in an array of just that size, so that AddressSanitizer sees it when something behind it is read.
    private var exactly: [UInt8] { Array(inbound.readableBytesView) }

    private mutating func readRequestHead(_ limits: HeadLimits) -> Bool {
        let exactly = exactly
        switch exactly.withUnsafeBytes({ requests.parse($0, limits: limits) }) {
        case .incomplete: return false
        case .refused(let refusal): reading.ending = .refused(refusal.reason)
        case .complete:
            let head = requests.head
            guard let bytes = inbound.readBytes(length: head.length) else { return false }
            noteHead(head.length)
            requestHeads.append((head, bytes))
            var message = WireMessage(
                method: Array(head.method.text.utf8), target: Self.target(head, in: bytes),
                minor: head.isHTTP10 ? 0 : 1, fields: Self.fields(head.fields, in: bytes))
            message.keepAlive = head.keepAlive
            begin(message, head.framing)
        }
        return true
    }

    private mutating func readResponseHead(_ toHEAD: Bool) -> Bool {
        let exactly = exactly
        switch exactly.withUnsafeBytes({ answers.parse($0, answersHEAD: toHEAD) }) {
        case .incomplete: return false
        case .refused(let refusal): reading.ending = .refused(refusal.reason)
        case .complete:
            let head = answers.head
            guard let bytes = inbound.readBytes(length: head.length) else { return false }
            guard head.status != 101 else {
                reading.ending = .refused(WireRefusal.statusLine.reason)
                return true
            }
            noteHead(head.length)
            responseHeads.append((head, bytes))
            var message = WireMessage(
                status: head.status, reason: Array(bytes[head.reason]), minor: head.isHTTP10 ? 0 : 1,
                fields: Self.fields(head.fields, in: bytes))
            message.keepAlive = head.keepAlive
            begin(message, head.framing)
        }
        return true
    }

    private mutating func noteHead(_ length: Int) {
        let end = received - inbound.readableBytes
        heads.append((end - length)..<end)
    }

    private mutating func begin(_ message: WireMessage, _ framing: BodyFraming) {
        reading.messages.append(message)
        switch framing {
        case .none: complete()
        case .length(let length):
            reading.messages[last].framing = .length(length)
            phase = .length(remaining: length)
        case .chunked:
            reading.messages[last].framing = .chunked
            phase = .chunked(ChunkedBodyDecoder())
        case .untilClose:
            reading.messages[last].framing = .untilClose
            phase = .untilClose
        }
    }

    /// The target as the head's ranges tell it; what stands before the path of an absolute one is taken from the line.
    private static func target(_ head: RequestHead, in bytes: [UInt8]) -> [UInt8] {
        let start = (bytes.firstIndex(of: 0x20) ?? 0) + 1
        return Array(bytes[start..<(head.query?.upperBound ?? head.path.upperBound)])
    }

    private static func fields(_ fields: [HeadField], in bytes: [UInt8]) -> [WireMessage.Field] {
        fields.map { WireMessage.Field(name: Array(bytes[$0.nameRange]), value: Array(bytes[$0.valueRange])) }
    }

    /// The fields of complete lines.
    private static func fields(of lines: [UInt8]) -> [WireMessage.Field] {
        lines.split(separator: 0x0A).map { line in
            let line = line.dropLast()
            let colon = line.firstIndex(of: ByteClass.colon) ?? line.endIndex
            return WireMessage.Field(
                name: Array(line[..<colon]), value: Array(line[colon...].dropFirst()).trimmed)
        }
    }
}

extension [UInt8] {
    /// Without spaces and tabs around it.
    var trimmed: [UInt8] {
        var slice = self[...]
        while let first = slice.first, first == 0x20 || first == 0x09 { slice.removeFirst() }
        while let last = slice.last, last == 0x20 || last == 0x09 { slice.removeLast() }
        return Array(slice)
    }
}
