#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The head of a message, read by nothing of the gate's.
struct WireHead {
    let bytes: [UInt8]
    let startLine: String
    let fields: [(name: String, value: String)]

    func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    func has(_ name: String, _ word: String) -> Bool { values(name).contains { $0.lowercased().contains(word) } }

    var status: Int { Int(startLine.dropFirst(9).prefix(3)) ?? 0 }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var lines = WireHead.lines(bytes)
        startLine = lines.isEmpty ? "" : lines.removeFirst()
        fields = lines.map { line in
            guard let colon = line.utf8.firstIndex(of: 0x3A) else { return (line, "") }
            let value = line[line.utf8.index(after: colon)...]
            return (line[..<colon].lowercased(), String(value.drop { $0 == " " }))
        }
    }

    static func lines(_ bytes: [UInt8]) -> [String] {
        var lines: [String] = []
        bytes.withUnsafeBytes { raw in
            var start = 0
            while start < raw.count, let base = raw.baseAddress,
                let found = memchr(base + start, 0x0A, raw.count - start)
            {
                let end = UnsafeRawPointer(found) - base
                let line = UnsafeRawBufferPointer(rebasing: raw[start..<max(start, end - 1)])
                if !line.isEmpty { lines.append(String(decoding: line, as: UTF8.self)) }
                start = end + 1
            }
        }
        return lines
    }
}

/// How the length of a body is told (RFC 9112 §6.3).
enum WireFraming: Equatable {
    case none
    case length(Int)
    case chunked
    case untilClose
}

/// How reading something came to its end.
enum WireEnd: Equatable {
    case complete
    /// The connection ended in the middle.
    case cut
    /// The reader itself wanted no more.
    case abandoned
    case timedOut
    /// What came is no HTTP.
    case malformed
}

/// What has come over a socket and is not read yet.
struct WireInbox {
    /// How fast a reader reads.
    struct Pace {
        /// So many bytes are read one by one.
        var single = 0
        /// After them, so many pieces are read slowly.
        var slowPieces = 0
        /// After so many bytes of all, the reader has had enough.
        var enough = Int.max
    }

    let socket: WireSocket
    var pace = Pace()
    let patience: Int32
    private(set) var bytes: [UInt8] = []
    private(set) var start = 0
    private(set) var received = 0
    /// How the other side has ended, if it has.
    private(set) var end: WireEnd?
    private(set) var wasReset = false

    init(_ socket: WireSocket, patience: Int32 = 30_000) {
        self.socket = socket
        self.patience = patience
    }

    var available: Int { bytes.count - start }

    /// Reads what there is, waiting for it; false when nothing more will come.
    mutating func fill(waiting milliseconds: Int32? = nil) -> Bool {
        guard end == nil else { return false }
        var limit = 64 << 10
        if pace.single > 0 {
            pace.single -= 1
            limit = 1
            pause(milliseconds: 0.2)
        } else if pace.slowPieces > 0 {
            pace.slowPieces -= 1
            limit = 2048
            pause(milliseconds: 4)
        }
        guard received < pace.enough else {
            end = .abandoned
            return false
        }
        switch socket.receive(atMost: min(limit, pace.enough - received), waiting: milliseconds ?? patience) {
        case .bytes(let piece):
            received += piece.count
            if start == bytes.count {
                bytes = piece
                start = 0
            } else {
                bytes += piece
            }
            return true
        case .ended:
            end = .cut
        case .reset:
            end = .cut
            wasReset = true
        case .timedOut:
            if milliseconds == nil { end = .timedOut }
        }
        return false
    }

    /// Everything up to and with the mark; nil when the connection ends before.
    mutating func read(through mark: String, limit: Int) -> [UInt8]? {
        let mark = Array(mark.utf8)
        var searched = start
        while true {
            if let found = bytes.withUnsafeBytes({ $0.firstPlace(of: mark, from: searched) }) {
                let taken = Array(bytes[start..<found + mark.count])
                start = found + mark.count
                return taken
            }
            if available > limit {
                end = .malformed
                return nil
            }
            let offset = max(0, available - mark.count)
            guard fill() else { return nil }
            searched = start + offset
        }
    }

    mutating func readHead() -> WireHead? { read(through: "\r\n\r\n", limit: 128 << 10).map(WireHead.init) }

    /// At most so many bytes, at least one; nil when the connection ends.
    mutating func readSome(_ count: Int) -> ArraySlice<UInt8>? {
        if available == 0, !fill() { return nil }
        let piece = bytes[start..<min(bytes.count, start + count)]
        start += piece.count
        return piece
    }

    /// Reads a body, piece by piece.
    ///
    /// - Returns: how it ended, and the trailer section.
    mutating func readBody(_ framing: WireFraming, each: (ArraySlice<UInt8>) -> Void) -> (WireEnd, [UInt8]) {
        switch framing {
        case .none: return (.complete, [])
        case .length(let length): return (readExactly(length, each: each), [])
        case .untilClose:
            while let piece = readSome(.max >> 1) { each(piece) }
            return (end == .cut && !wasReset ? .complete : end ?? .cut, [])
        case .chunked:
            while true {
                guard let line = read(through: "\r\n", limit: 1024) else { return (end ?? .cut, []) }
                let digits = String(decoding: line.dropLast(2), as: UTF8.self).prefix { $0 != ";" }
                guard let size = Int(digits, radix: 16) else { return (.malformed, []) }
                if size == 0 { return readTrailers() }
                let ended = readExactly(size, each: each)
                guard ended == .complete else { return (ended, []) }
                guard let lineEnd = read(through: "\r\n", limit: 2) else { return (end ?? .cut, []) }
                guard lineEnd.count == 2 else { return (.malformed, []) }
            }
        }
    }

    private mutating func readTrailers() -> (WireEnd, [UInt8]) {
        var trailers: [UInt8] = []
        while let line = read(through: "\r\n", limit: 16 << 10) {
            if line.count == 2 { return (.complete, trailers) }
            trailers += line
        }
        return (end ?? .cut, trailers)
    }

    private mutating func readExactly(_ length: Int, each: (ArraySlice<UInt8>) -> Void) -> WireEnd {
        var remaining = length
        while remaining > 0 {
            guard let piece = readSome(remaining) else { return end ?? .cut }
            remaining -= piece.count
            each(piece)
        }
        return .complete
    }
}

extension UnsafeRawBufferPointer {
    /// Where the bytes first stand, at or after a place.
    func firstPlace(of wanted: [UInt8], from start: Int) -> Int? {
        guard let baseAddress, let first = wanted.first else { return nil }
        var place = start
        while place + wanted.count <= count,
            let found = memchr(baseAddress + place, Int32(first), count - place - wanted.count + 1)
        {
            place = UnsafeRawPointer(found) - baseAddress
            if memcmp(baseAddress + place, wanted, wanted.count) == 0 { return place }
            place += 1
        }
        return nil
    }

    func isSame(as other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        guard let baseAddress, let otherAddress = other.baseAddress else { return true }
        return memcmp(baseAddress, otherAddress, count) == 0
    }
}
