import NIOCore

@testable import DoorwardGateway

/// What must hold of a chunked body and what stands behind it.
enum ChunkedCheck {
    private static let head = Array("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)
    private static let answer = Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)

    static func check(_ bytes: [UInt8]) -> Discrepancy? {
        var cuts = Cuts(bytes)
        let whole = read([bytes[...]])
        // A piece of nothing would be sent on as the last chunk.
        if whole.ending == .emptyPiece { return Discrepancy(what: "an empty piece", input: bytes) }
        for _ in 0..<2 {
            let pieces = cuts.pieces(bytes)
            let split = read(pieces)
            guard split != whole else { continue }
            return Discrepancy(
                what: "cut at \(pieces.dropLast().map(\.endIndex)) it is another", input: bytes,
                details: ["whole \(whole)", "cut   \(split)"])
        }
        let request = head + bytes
        let reading = GateReader.read([request[...]], as: .requests(HeadLimits()))
        if let difference = RequestCheck.againstReference(reading, request) { return difference }
        // The same in an answer, for one in eight: the decoder is the same.
        guard cuts.choose(8) == 0 else { return nil }
        return ResponseCheck.check(answer + bytes, toHEAD: false, &cuts)
    }

    /// What the decoder alone makes of some pieces.
    private struct Outcome: Equatable {
        enum Ending { case more, end, refused, emptyPiece }

        var body: [UInt8] = []
        var trailers: [UInt8] = []
        /// What stands behind the body.
        var rest: [UInt8] = []
        var ending = Ending.more
    }

    private static func read(_ pieces: [ArraySlice<UInt8>]) -> Outcome {
        var decoder = ChunkedBodyDecoder()
        var buffer = ByteBuffer()
        var outcome = Outcome()
        for (place, piece) in pieces.enumerated() {
            buffer.writeBytes(piece)
            loop: while true {
                switch decoder.next(&buffer) {
                case .needMore: break loop
                case .data(let data):
                    outcome.body += Array(data.readableBytesView)
                    guard data.readableBytes > 0 else {
                        outcome.ending = .emptyPiece
                        return outcome
                    }
                case .end(let trailers):
                    outcome.trailers = trailers
                    outcome.rest = Array(buffer.readableBytesView) + pieces[(place + 1)...].joined()
                    outcome.ending = .end
                    return outcome
                case .refused:
                    outcome.ending = .refused
                    return outcome
                }
            }
        }
        return outcome
    }
}
