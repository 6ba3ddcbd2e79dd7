import NIOCore

@testable import DoorwardGateway

/// What a head parser made of a head, in a form that can be compared and printed.
enum Reading: Equatable, CustomStringConvertible {
    case accepted
    case incomplete
    case refused(String)

    init(_ outcome: RequestHeadParser.Outcome) {
        self =
            switch outcome {
            case .complete: .accepted
            case .incomplete: .incomplete
            case .refused(let refusal): .refused(refusal.reason)
            }
    }

    init(_ outcome: ResponseHeadParser.Outcome) {
        self =
            switch outcome {
            case .complete: .accepted
            case .incomplete: .incomplete
            case .refused(let refusal): .refused(refusal.reason)
            }
    }

    var description: String {
        switch self {
        case .accepted: "accepted"
        case .incomplete: "incomplete"
        case .refused(let reason): reason
        }
    }
}

/// The ways of handing bytes to a parser that must make no difference.
enum Feeding {
    /// The lengths of the growing prefixes that a parser sees: all at once, byte by byte, split once at every place.
    static func ways(_ count: Int) -> [[Int]] {
        var ways = [[count], Array(1...max(1, count))]
        if count > 1 { ways += (1..<count).map { [$0, count] } }
        return ways
    }

    /// Feeds a request head in each of the ways, and returns the different readings.
    static func readings(_ bytes: [UInt8], limits: HeadLimits = HeadLimits()) -> [(Reading, RequestHead)] {
        ways(bytes.count).map { way in
            var parser = RequestHeadParser()
            for count in way {
                let outcome = bytes.withUnsafeBytes {
                    parser.parse($0[slice: 0..<min(count, $0.count)], limits: limits)
                }
                if outcome != .incomplete { return (Reading(outcome), parser.head) }
            }
            return (.incomplete, parser.head)
        }
    }
}

/// A parsed request head with its bytes.
struct ParsedHead {
    let head: RequestHead
    let bytes: [UInt8]

    init?(_ bytes: [UInt8], limits: HeadLimits = HeadLimits()) {
        var parser = RequestHeadParser()
        guard bytes.withUnsafeBytes({ parser.parse($0, limits: limits) }) == .complete else { return nil }
        head = parser.head
        self.bytes = bytes
    }

    init?(_ text: String) { self.init(Array(text.utf8)) }

    var path: String { text(head.path) }
    var query: String? { head.query.map(text) }
    var canonicalPath: [UInt8] { bytes.withUnsafeBytes { PathGrammar.canonical($0[slice: head.path]) } }
    var fields: [(name: String, value: String)] {
        head.fields.map { (text($0.nameRange), text($0.valueRange)) }
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

extension String {
    var bytes: [UInt8] { Array(utf8) }
    /// Bytes by Latin-1 instead of UTF-8, for what is no text.
    var latin1: [UInt8] { unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }
}

extension ByteBuffer {
    var text: String { String(decoding: readableBytesView, as: UTF8.self) }
}
