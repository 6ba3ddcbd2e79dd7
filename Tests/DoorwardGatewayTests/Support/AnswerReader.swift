import NIOCore

@testable import DoorwardGateway

/// An answer as a client reads it.
struct ReadAnswer: Equatable {
    var status: Int
    var fields: [String]
    var body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    func field(_ name: String) -> String? {
        fields.first { $0.lowercased().hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
    }
}

/// Reads complete answers off the front of bytes.
enum AnswerReader {
    static func read(_ bytes: [UInt8], toHEAD: Bool = false) -> [ReadAnswer] {
        var answers: [ReadAnswer] = []
        var start = 0
        while start < bytes.count, let (answer, end) = readOne(bytes, from: start, toHEAD: toHEAD) {
            answers.append(answer)
            start = end
        }
        return answers
    }

    private static func readOne(_ bytes: [UInt8], from start: Int, toHEAD: Bool) -> (ReadAnswer, Int)? {
        var parser = ResponseHeadParser()
        let rest = Array(bytes[start...])
        guard rest.withUnsafeBytes({ parser.parse($0, answersHEAD: toHEAD) }) == .complete else { return nil }
        let head = parser.head
        let fields = head.fields.map {
            String(decoding: rest[$0.nameRange], as: UTF8.self) + ": "
                + String(decoding: rest[$0.valueRange], as: UTF8.self)
        }
        var answer = ReadAnswer(status: head.status, fields: fields, body: [])
        switch head.framing {
        case .none: return (answer, start + head.length)
        case .length(let length):
            guard rest.count >= head.length + length else { return nil }
            answer.body = Array(rest[head.length..<head.length + length])
            return (answer, start + head.length + length)
        case .untilClose:
            answer.body = Array(rest[head.length...])
            return (answer, bytes.count)
        case .chunked:
            var buffer = ByteBuffer(bytes: rest[head.length...])
            var decoder = ChunkedBodyDecoder()
            while true {
                switch decoder.next(&buffer) {
                case .data(let piece): answer.body += Array(piece.readableBytesView)
                case .end: return (answer, bytes.count - buffer.readableBytes)
                case .needMore, .refused: return nil
                }
            }
        }
    }
}
