import DoorwardSecrets
import NIOCore

@testable import DoorwardGateway

/// A request as the gate sends it to the API: the head that it writes, and the body in the framing that it gives it, as
/// `GateConnection.forward`, `sendBody` and `sendBodyEnd` do.
struct ForwardedRequest {
    private(set) var bytes: [UInt8] = []
    private let original: WireMessage
    private let head: RequestHead
    private let setting: ForwardSetting
    private let path: [UInt8]
    private let query: [UInt8]?

    init(_ head: RequestHead, _ raw: [UInt8], _ original: WireMessage, _ cuts: inout Cuts) {
        self.head = head
        self.original = original
        setting = ForwardSetting.all[cuts.choose(ForwardSetting.all.count)]
        let escaped = Array(raw[head.path])
        path = head.pathHasEscapes ? escaped.withUnsafeBytes { PathGrammar.canonical($0) } : escaped
        query = head.query.map { Array(raw[$0]) }
        var buffer = ByteBuffer()
        raw.withUnsafeBytes { raw in
            let request = setting.context(head, in: raw)
            path.withUnsafeBytes { path in
                let lines =
                    setting.policy.upstreamLines
                    ?? UpstreamLines(setting.target, setting.policy, origin: request.origin)
                UpstreamRequestHead(policy: setting.policy, lines: lines).write(
                    head, from: raw, path: path, of: request, to: &buffer)
            }
        }
        if head.expectsContinue, head.framing != .none {
            buffer.moveWriterIndex(to: buffer.writerIndex - 2)
            buffer.write("expect: 100-continue\r\n\r\n")
        }
        writeBody(cut: cuts.choose(original.body.count + 1), to: &buffer)
        bytes = Array(buffer.readableBytesView)
    }

    /// The body in two pieces.
    private func writeBody(cut: Int, to buffer: inout ByteBuffer) {
        guard head.framing == .chunked else {
            buffer.writeBytes(original.body)
            return
        }
        for piece in [original.body[..<cut], original.body[cut...]] where !piece.isEmpty {
            buffer.writeChunkSize(piece.count)
            buffer.writeBytes(piece)
            buffer.writeBytes("\r\n".utf8)
        }
        guard original.end != nil else { return }
        buffer.writeBytes("0\r\n".utf8)
        for field in original.trailers {
            buffer.writeBytes(field.name)
            buffer.writeBytes(": ".utf8)
            buffer.writeBytes(field.value)
            buffer.writeBytes("\r\n".utf8)
        }
        buffer.writeBytes("\r\n".utf8)
    }

    /// What is wrong with it, or nil.
    func difference() -> String? {
        let gate = GateReader.read([bytes[...]], as: .requests(HeadLimits(head: 1 << 20, target: 1 << 20, fields: 256)))
        if gate.reading.isRefused { return "the gate itself refuses it: \(gate.reading.ending)" }
        let reference = ReferenceReader.read(bytes, as: .requests).reading
        if reference.isRefused { return "the reference refuses it: \(reference.ending)" }
        for reading in [reference, gate.reading] {
            guard reading.messages.count == 1, let message = reading.messages.first else {
                return "it reads as \(reading.messages.count) requests"
            }
            if let difference = startDifference(message) { return difference }
            if let difference = fieldDifference(message.fields) { return difference }
        }
        return nil
    }

    private func startDifference(_ message: WireMessage) -> String? {
        if message.method != original.method { return "method" }
        if message.target != Array(setting.target.basePath.utf8) + path + (query.map { [0x3F] + $0 } ?? []) {
            return "target"
        }
        if message.minor != 1 || !message.keepAlive { return "version or persistence" }
        if message.framing != original.framing { return "framing" }
        if message.body != original.body { return "body" }
        if (message.end == nil) != (original.end == nil) { return "end" }
        if message.end ?? bytes.count != bytes.count { return "something stands behind it" }
        return original.end != nil && message.trailers != original.trailers ? "trailers" : nil
    }

    private static let cookie = Array("cookie".utf8)
    private static let state = Array("tracestate".utf8)

    /// `host`, then the caller's fields that pass, in their order, then the gate's own, each once.
    private func fieldDifference(_ fields: [WireMessage.Field]) -> String? {
        guard fields.first == WireMessage.Field("host", setting.target.authority) else { return "host" }
        let nominated = WithheldFields.nominated(by: original.fields)
        let passing = original.fields.filter { field in
            !WithheldFields.isWithheld(field.key) && !nominated.contains(field.key) && field.key != setting.credential
        }
        let cookie = Self.cookie
        let cookies = original.fields.filter { $0.key == cookie }
            .compactMap { WithheldFields.cookies(of: $0.value)?.trimmed }
        let rest = fields.dropFirst()
        let own = ForwardSetting.ownNames
        let state = Self.state
        if rest.filter({ $0.key == cookie }).map(\.value) != cookies { return "cookies" }
        if rest.filter({ !own.contains($0.key) && $0.key != cookie }) != passing {
            return "fields that pass"
        }
        let written = rest.filter { own.contains($0.key) && $0.key != state }.map(\.key)
        if Set(written).count != written.count { return "a field of the gate's own comes twice" }
        // Passes as it came, behind a trace that is continued (W3C Trace Context §3.3).
        let states = rest.filter { $0.key == state }
        if !states.isEmpty, states != original.fields.filter({ $0.key == state }) { return "tracestate" }
        if rest.contains(where: { WithheldFields.isWithheld($0.key) && $0.name != $0.key && $0.key != state }) {
            return "a field that the gate did not write"
        }
        if !setting.isTruthful(rest) { return "a field of the gate's own has a value of the caller's" }
        return nil
    }
}
