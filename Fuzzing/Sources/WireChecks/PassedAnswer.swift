import NIOCore

@testable import DoorwardGateway

/// An answer as the gate sends it to the caller: the head that it writes, and the body in the framing that it gives it, as
/// `GateConnection.upstreamAnswered`, `relayInterim`, `upstreamSent` and `upstreamEnded` do.
struct PassedAnswer {
    private(set) var bytes: [UInt8] = []
    private let original: WireMessage
    private let toHEAD: Bool
    private let isHTTP10: Bool
    private let ownsCORS: Bool
    private let closes: Bool
    private let framing: DownstreamResponseHead.Framing

    init(_ head: ResponseHead, _ raw: [UInt8], _ original: WireMessage, toHEAD: Bool, _ cuts: inout Cuts) {
        self.original = original
        self.toHEAD = toHEAD
        isHTTP10 = cuts.choose(4) == 0
        ownsCORS = cuts.choose(2) == 0
        framing = DownstreamResponseHead.framing(head, isHTTP10: isHTTP10)
        closes = framing == .untilClose || cuts.choose(3) == 0
        var buffer = ByteBuffer()
        if head.isInterim {
            buffer.writeString("HTTP/1.1 \(head.status) ")
            buffer.writeBytes(raw[head.reason])
            buffer.writeString("\r\n\r\n")
        } else {
            let request = RequestContext()
            request.identifier = (1, 2)
            request.method = toHEAD ? .head : .get
            request.isHTTP10 = isHTTP10
            request.answerFields = ownsCORS ? Array("vary: origin\r\n".utf8) : []
            // A small body that came along goes out in the same piece.
            let body = framing == .asUpstream && original.end != nil && cuts.choose(2) == 0 ? original.body : nil
            let date = Array("date: Thu, 01 Jan 1970 00:00:00 GMT\r\n".utf8)
            raw.withUnsafeBytes { raw in
                (body ?? []).withUnsafeBytes { bytes in
                    DownstreamResponseHead.write(
                        head, from: raw, of: request, framing: framing, ownsCORS: ownsCORS, date: date,
                        closes: closes, body: body == nil ? nil : bytes, to: &buffer)
                }
            }
            if body == nil { writeBody(to: &buffer) }
        }
        bytes = Array(buffer.readableBytesView)
    }

    private func writeBody(to buffer: inout ByteBuffer) {
        let hasBody = !original.body.isEmpty
        guard framing == .chunked else {
            buffer.writeBytes(original.body)
            return
        }
        if hasBody {
            buffer.writeChunkSize(original.body.count)
            buffer.writeBytes(original.body)
            buffer.writeString("\r\n")
        }
        if original.end != nil { buffer.writeString("0\r\n\r\n") }
    }

    /// What is wrong with it, or nil.
    func difference() -> String? {
        let reader = GateReader.read([bytes[...]], as: .answer(toHEAD: toHEAD))
        let gate = reader.reading
        if gate.isRefused { return "the gate itself refuses it: \(gate.ending)" }
        var plain = bytes
        var found = ReferenceReader.read(bytes, as: .answer(toHEAD: toHEAD))
        if found.reading.isRefused,
            let plainer = KnownDifference.plainer(bytes, found.refusedAt, heads: reader.heads)
        {
            plain = plainer
            found = ReferenceReader.read(plain, as: .answer(toHEAD: toHEAD))
        }
        if found.reading.isRefused { return "the reference refuses it: \(found.reading.ending)" }
        for (reading, count) in [(found.reading, plain.count), (gate, bytes.count)] {
            guard reading.messages.count == 1, let message = reading.messages.first else {
                return "it reads as \(reading.messages.count) answers"
            }
            if message.status != original.status || message.reason.trimmed != original.reason.trimmed {
                return "status"
            }
            if message.status < 200 { continue }
            if let difference = bodyDifference(message, of: count) { return difference }
            if let difference = fieldDifference(message.fields) { return difference }
        }
        return nil
    }

    private func bodyDifference(_ message: WireMessage, of count: Int) -> String? {
        let expected: WireMessage.Framing =
            switch framing {
            case .asUpstream: original.framing
            case .chunked: .chunked
            case .untilClose: .untilClose
            }
        if message.framing != expected { return "framing" }
        if message.body != original.body { return "body" }
        // Where the connection's end is the body's, an interrupted body reads as a whole one; the gate resets then.
        if framing != .untilClose, (message.end == nil) != (original.end == nil) { return "end" }
        if let end = message.end, end != count { return "something stands behind it" }
        let goesOn = !closes && framing != .untilClose
        return message.keepAlive != goesOn ? "persistence" : nil
    }

    private static let hopByHop = Names(
        "connection", "keep-alive", "proxy-connection", "upgrade", "te", "transfer-encoding", "proxy-authorization",
        "proxy-authenticate")

    private static let own = Names("content-length", "transfer-encoding", "date", "x-request-id", "connection", "vary")

    private func fieldDifference(_ fields: [WireMessage.Field]) -> String? {
        let nominated = WithheldFields.nominated(by: original.fields)
        let passing = original.fields.filter { field in
            let plain = field.key.map { $0 == 0x5F ? 0x2D : $0 }
            if Self.own.contains(field.key) || Self.hopByHop.contains(field.key) { return false }
            // Written with `_`, a name that is withheld from requests is nobody's.
            if plain != field.key, WithheldFields.isWithheld(field.key) { return false }
            if plain == Array("doorward".utf8) || plain.starts(with: "doorward-".utf8) { return false }
            // Browsers know no such name with `_` in it.
            if ownsCORS, plain == field.key, plain.starts(with: "access-control-".utf8) { return false }
            return !nominated.contains(field.key)
        }
        if fields.filter({ !Self.own.contains($0.key) }) != passing { return "fields that pass" }
        for name in ["content-length", "transfer-encoding", "x-request-id", "connection"] {
            if fields.filter({ $0.key == Array(name.utf8) }).count > 1 { return "two fields \(name)" }
        }
        let hasLength = fields.contains { $0.key == Array("content-length".utf8) }
        let hasCoding = fields.contains { $0.key == Array("transfer-encoding".utf8) }
        if hasLength && hasCoding { return "ambiguous framing" }
        return hasCoding != (framing == .chunked) ? "transfer coding" : nil
    }
}
