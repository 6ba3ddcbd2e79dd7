import Crypto

/// The one request of one caller. Everything that is sent for it can be worked out from it, at both ends.
struct IsolationID: Hashable, Sendable {
    static let markerPrefix = "fake-secret-"

    let caller: Int
    let number: Int

    var raw: UInt64 { UInt64(caller) << 32 | UInt64(number) }

    /// Sixteen hexadecimal digits.
    var text: String {
        let digits = String(raw, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// What must never be seen by anybody but this request's caller. It is no secret at all.
    var marker: String { Self.markerPrefix + text }

    init(caller: Int, number: Int) {
        self.caller = caller
        self.number = number
    }

    init?(_ text: some StringProtocol) {
        guard text.utf8.count == 16, let raw = UInt64(text, radix: 16) else { return nil }
        self.init(caller: Int(raw >> 32), number: Int(raw & 0xFFFF_FFFF))
    }

    func random(seed: UInt64, salt: UInt64) -> SeededGenerator {
        var mixer = SeededGenerator(seed: seed ^ raw &* 0x9E37_79B9_7F4A_7C15 ^ salt << 56)
        return SeededGenerator(seed: mixer.next())
    }
}

/// Random bytes: bodies are slices of it, so that making and comparing them costs next to nothing.
struct Tape: Sendable {
    static let longest = 2 << 20
    let seed: UInt64
    let bytes: [UInt8]

    init(seed: UInt64) {
        self.seed = seed
        var random = SeededGenerator(seed: seed ^ 0x7A9E)
        bytes = [UInt8](unsafeUninitializedCapacity: 2 * Self.longest) { buffer, count in
            let words = UnsafeMutableRawBufferPointer(buffer).bindMemory(to: UInt64.self)
            for index in words.indices { words.initializeElement(at: index, to: random.next()) }
            count = buffer.count
        }
    }

    /// The body that belongs to a request: its id in so many words, then its own slice of the tape.
    func body(of id: IsolationID, isAnswer: Bool, length: Int) -> IsolationBody {
        var random = id.random(seed: seed, salt: isAnswer ? 1 : 2)
        let stamp = Array("[\(isAnswer ? "answer" : "request") \(id.marker)]".utf8)
        return IsolationBody(
            tape: self, stamp: Array(stamp.prefix(length)), offset: Int.random(in: 0..<Self.longest, using: &random),
            length: length)
    }
}

/// A body that can be made, and compared piece by piece with what has come.
struct IsolationBody: Sendable {
    let tape: Tape
    let stamp: [UInt8]
    let offset: Int
    let length: Int

    var bytes: [UInt8] { stamp + tape.bytes[offset..<offset + length - stamp.count] }

    func digest() -> String {
        var hasher = SHA256()
        hasher.update(data: bytes)
        return hasher.finalize().hexadecimal
    }
}

/// Compares a body with the one that is due, while it comes.
struct BodyReading {
    private let expected: [UInt8]
    private var hasher = SHA256()
    private(set) var count = 0
    /// What came instead of what was due, at the first place where they differ.
    private(set) var difference: String?

    init(_ expected: IsolationBody) { self.expected = expected.bytes }

    mutating func take(_ piece: ArraySlice<UInt8>) {
        hasher.update(data: piece)
        let start = count
        count += piece.count
        guard difference == nil else { return }
        let isSame = piece.withUnsafeBytes { came in
            expected.withUnsafeBytes { due in
                guard start + came.count <= due.count else { return false }
                return UnsafeRawBufferPointer(rebasing: due[start..<start + came.count]).isSame(as: came)
            }
        }
        if isSame { return }
        let place = zip(piece, expected[min(start, expected.count)...]).enumerated().first {
            $0.element.0 != $0.element.1
        }
        let index = place?.offset ?? max(0, expected.count - start)
        let around = piece.dropFirst(max(0, index - 8)).prefix(96)
        difference =
            "byte \(start + index) of \(expected.count) differs: \(String(decoding: around, as: UTF8.self).debugDescription)"
    }

    func digest() -> String { hasher.finalize().hexadecimal }
}

extension SHA256Digest {
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
