import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import DoorwardGateway

/// What one parser understood of the first request in some bytes.
struct Understanding: Equatable {
    var method = ""
    var target = ""
    var fields: [String] = []
    var body: [UInt8] = []
    var isComplete = false
}

@Suite("Against another parser")
struct DifferentialTests {
    /// NIO's own reading (llhttp) of the first request; nil when it refused the head.
    private static func readByNIO(_ bytes: [UInt8]) -> Understanding? {
        let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)
        let channel = EmbeddedChannel(handler: ByteToMessageHandler(decoder))
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        _ = try? channel.writeInbound(ByteBuffer(bytes: bytes))
        var result: Understanding?
        while let part = try? channel.readInbound(as: HTTPServerRequestPart.self) {
            switch part {
            case .head(let head):
                if result != nil { return result }
                result = Understanding(
                    method: head.method.rawValue, target: head.uri,
                    fields: head.headers.map { "\($0.name): \(trimmed($0.value))" })
            case .body(let piece): result?.body += Array(piece.readableBytesView)
            case .end:
                result?.isComplete = true
                return result
            }
        }
        return result
    }

    /// NIO leaves the white space behind a value in it; RFC 9112 §5 says that it is not part of it.
    private static func trimmed(_ value: String) -> String {
        var bytes = value.utf8[...]
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The gate's reading of the first request; nil when it refused the head or the body.
    private static func readByGate(_ bytes: [UInt8]) -> Understanding? {
        guard let parsed = ParsedHead(bytes) else { return nil }
        let head = parsed.head
        let line = bytes.prefix { $0 != 0x0D }.split(separator: 0x20)
        var result = Understanding(
            method: head.method.text, target: String(decoding: line[1], as: UTF8.self),
            fields: parsed.fields.map { "\($0.name): \($0.value)" })
        var rest = ByteBuffer(bytes: bytes[head.length...])
        switch head.framing {
        case .none, .untilClose: result.isComplete = true
        case .length(let length):
            result.body = Array(rest.readableBytesView.prefix(length))
            result.isComplete = result.body.count == length
        case .chunked:
            var decoder = ChunkedBodyDecoder()
            loop: while true {
                switch decoder.next(&rest) {
                case .needMore: break loop
                case .data(let piece): result.body += Array(piece.readableBytesView)
                case .end:
                    result.isComplete = true
                    break loop
                case .refused: return nil
                }
            }
        }
        return result
    }

    @Test("Whatever the gate accepts, NIO's parser understands in the same way")
    func agree() {
        var random = SeededGenerator(seed: 0xD1FF)
        var accepted = 0
        for round in 0..<24_000 {
            let seed = FuzzTests.requests[round % FuzzTests.requests.count]
            let bytes = round < FuzzTests.requests.count ? seed : FuzzTests.mutate(seed, using: &random)
            guard let ours = Self.readByGate(bytes) else { continue }
            accepted += 1
            let theirs = Self.readByNIO(bytes)
            if ours == theirs || Self.isKnownDifference(ours, theirs, bytes) { continue }
            Issue.record(
                "\(String(decoding: bytes, as: UTF8.self).debugDescription)\ngate \(ours)\nNIO  \(String(describing: theirs))"
            )
        }
        #expect(accepted > 2_000)
    }

    /// Differences that are no danger, each with its reason.
    private static func isKnownDifference(_ ours: Understanding, _ theirs: Understanding?, _ bytes: [UInt8]) -> Bool {
        // The other parser is the stricter one: it refuses what the gate would write anew in its own framing.
        guard let theirs else { return true }
        // An interrupted body: NIO may hold back its last bytes, or have given up in it.
        if !theirs.isComplete, theirs.method == ours.method, theirs.fields == ours.fields {
            return ours.body.starts(with: theirs.body)
        }
        return false
    }
}
