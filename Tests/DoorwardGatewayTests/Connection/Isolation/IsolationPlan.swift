/// What a caller sends for a request.
struct RequestPlan: Sendable {
    enum Framing: Sendable { case none, length, chunked }

    let id: IsolationID
    var method = "GET"
    var framing = Framing.none
    var length = 0
    var expectsContinue = false
    var isHTTP10 = false
    var closes = false
    /// Whether the caller gives the request an id itself.
    var namesItself = false
    var continuesTrace = false
    var padding = 0
    var hasTrailer = false

    init(_ id: IsolationID, seed: UInt64) {
        self.id = id
        var random = id.random(seed: seed, salt: 3)
        let roll = Int.random(in: 0..<100, using: &random)
        switch roll {
        case 0..<50: method = "GET"
        case 50..<56: method = "HEAD"
        case 56..<62: method = "DELETE"
        case 62..<88: method = "POST"
        default: method = "PUT"
        }
        if method == "POST" || method == "PUT" {
            framing = Bool.random(using: &random) ? .length : .chunked
            switch Int.random(in: 0..<100, using: &random) {
            case 0..<5: length = 0
            case 5..<70: length = Int.random(in: 1...4000, using: &random)
            case 70..<96: length = Int.random(in: 4000...60_000, using: &random)
            default: length = Int.random(in: 60_000...300_000, using: &random)
            }
            expectsContinue = length > 0 && Int.random(in: 0..<12, using: &random) == 0
            hasTrailer = framing == .chunked && Int.random(in: 0..<4, using: &random) == 0
        }
        isHTTP10 = framing != .chunked && !expectsContinue && Int.random(in: 0..<25, using: &random) == 0
        closes = Int.random(in: 0..<20, using: &random) == 0
        namesItself = Bool.random(using: &random)
        continuesTrace = Bool.random(using: &random)
        padding = Int.random(in: 0..<15, using: &random) == 0 ? Int.random(in: 1000...6000, using: &random) : 0
    }

    var requestID: String { "rid-\(id.text)" }
    var conversation: String { "conv-\(id.text)" }
    var traceID: String { id.text + id.text }
    var address: String { "203.0.113.\(id.caller % 250 + 1)" }

    func body(_ tape: Tape) -> IsolationBody { tape.body(of: id, isAnswer: false, length: length) }

    func head(key: String) -> String {
        var head = "\(method) /i/\(id.text)?m=\(id.marker) HTTP/1.\(isHTTP10 ? 0 : 1)\r\nHost: door.example\r\n"
        head += "Authorization: Bearer \(key)\r\nX-Marker: \(id.marker)\r\nX-Caller: \(id.caller)\r\n"
        head +=
            "Cookie: c=\(id.marker); d=1\r\nOpenAI-Conversation-ID: \(conversation)\r\nX-Forwarded-For: \(address)\r\n"
        if namesItself { head += "X-Request-ID: \(requestID)\r\n" }
        if continuesTrace { head += "Traceparent: 00-\(traceID)-00f067aa0ba902b7-01\r\n" }
        if padding > 0 { head += "X-Padding: \(String(repeating: "p", count: padding))\r\n" }
        if closes {
            head += "Connection: close\r\n"
        } else if isHTTP10 {
            head += "Connection: keep-alive\r\n"
        }
        switch framing {
        case .none: break
        case .length: head += "Content-Length: \(length)\r\n"
        case .chunked: head += "Transfer-Encoding: chunked\r\n"
        }
        if expectsContinue { head += "Expect: 100-continue\r\n" }
        return head + "\r\n"
    }

    /// The body as it goes over the wire.
    func wireBody(_ tape: Tape, random: inout SeededGenerator) -> [UInt8] {
        let body = body(tape).bytes
        guard framing == .chunked else { return body }
        return body.chunked(trailer: hasTrailer ? "X-Trailer: \(id.marker)\r\n" : "", random: &random)
    }
}

/// What the upstream does with a request.
struct AnswerPlan: Sendable {
    enum Fate: String, CaseIterable, Sendable {
        case whole
        case resetBeforeAnswer, resetInHead, resetInBody, endInHead, endInBody
        /// Closes a connection that was used before, and answers on a new one.
        case closeIfReused, resetIfReused
        /// A chunk that is none, or two lengths.
        case malformed
        /// Bytes behind the answer, in one write with it: what looks like another answer.
        case surplus
        /// Bytes behind the answer, a moment later.
        case lateSurplus
        case closeWhenIdle, resetWhenIdle
        /// Answers before the request's body is read, and goes on or not.
        case earlyAnswer, earlyAnswerAndClose
    }

    let id: IsolationID
    var fate = Fate.whole
    var status = 200
    var framing = RequestPlan.Framing.length
    var isUntilClose = false
    var length = 0
    var interims = 0
    var delay = 0.0
    var closes = false
    var padding = 0
    var hasTrailer = false
    var pauses = 0

    init(_ request: RequestPlan, seed: UInt64) {
        id = request.id
        var random = id.random(seed: seed, salt: 4)
        if Int.random(in: 0..<100, using: &random) >= 66 {
            fate = Fate.allCases.dropFirst().randomElement(using: &random) ?? .whole
        }
        if request.length == 0, fate == .earlyAnswer || fate == .earlyAnswerAndClose { fate = .whole }
        if request.length > 8000 {
            fate = [.earlyAnswer, .earlyAnswer, .earlyAnswerAndClose].randomElement(using: &random) ?? fate
            if Bool.random(using: &random) { fate = .whole }
        }
        let statuses = [200, 200, 200, 200, 200, 200, 201, 404, 500, request.method == "GET" ? 304 : 204]
        status = statuses.randomElement(using: &random) ?? 200
        length = Self.length(&random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<5: framing = .length
        case 5..<8: framing = .chunked
        default: isUntilClose = true
        }
        settleFraming(of: request)
        interims =
            fate != .surplus && Int.random(in: 0..<12, using: &random) == 0 ? Int.random(in: 1...3, using: &random) : 0
        delay = Int.random(in: 0..<8, using: &random) == 0 ? Double.random(in: 0.5...20, using: &random) : 0
        closes = isUntilClose || Int.random(in: 0..<20, using: &random) == 0
        padding = Int.random(in: 0..<9, using: &random) == 0 ? Int.random(in: 500...7000, using: &random) : 0
        hasTrailer = Int.random(in: 0..<3, using: &random) == 0
        pauses = fate == .surplus ? 0 : [0, 0, 1, 2, 3].randomElement(using: &random) ?? 0
    }

    /// Makes the framing one that the fate can be told from.
    private mutating func settleFraming(of request: RequestPlan) {
        if fate == .surplus {
            length = min(length, 12_000)
            isUntilClose = false
        }
        // An end is no sign of a fault where the end of the connection is the end of the body.
        if isUntilClose, [.endInBody, .closeWhenIdle, .resetWhenIdle, .lateSurplus, .malformed].contains(fate) {
            isUntilClose = false
        }
        if fate == .malformed { framing = .chunked }
        if status == 204 || status == 304 || request.method == "HEAD" {
            isUntilClose = false
            if status == 204 || status == 304 { length = 0 }
        }
        // A long answer until close, cut by a reset while the request is still being sent, must not look whole.
        if fate == .earlyAnswerAndClose, status != 204 {
            isUntilClose = true
            length = max(length, 150_000)
        }
    }

    private static func length(_ random: inout SeededGenerator) -> Int {
        switch Int.random(in: 0..<1000, using: &random) {
        case 0..<60: 0
        case 60..<600: Int.random(in: 1...3000, using: &random)
        case 600..<900: Int.random(in: 3000...40_000, using: &random)
        case 900..<990: Int.random(in: 40_000...300_000, using: &random)
        default: Int.random(in: 1 << 20...Tape.longest, using: &random)
        }
    }

    /// Whether the caller may get less than the whole answer.
    var breaks: Bool {
        switch fate {
        case .resetInHead, .resetInBody, .endInHead, .endInBody, .malformed, .resetBeforeAnswer, .earlyAnswerAndClose:
            true
        // A reset may overtake what is still on its way.
        case .resetWhenIdle: true
        // The gate gives up a request whose answer came before its body.
        case .earlyAnswer: true
        case .whole, .closeIfReused, .resetIfReused, .surplus, .lateSurplus, .closeWhenIdle: false
        }
    }

    var isEarly: Bool { fate == .earlyAnswer || fate == .earlyAnswerAndClose }

    func body(_ tape: Tape) -> IsolationBody { tape.body(of: id, isAnswer: true, length: length) }
}

extension [UInt8] {
    /// The bytes as chunks of random sizes (RFC 9112 §7.1).
    func chunked(trailer: String, random: inout SeededGenerator) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(count + 4096)
        var start = 0
        while start < count {
            let size = Swift.min(count - start, Int.random(in: 1...Swift.max(64, count / 12), using: &random))
            let hasExtension = Int.random(in: 0..<8, using: &random) == 0
            result += Array((String(size, radix: 16) + (hasExtension ? ";x=y" : "") + "\r\n").utf8)
            result += self[start..<start + size]
            result += [0x0D, 0x0A]
            start += size
        }
        return result + Array("0\r\n\(trailer)\r\n".utf8)
    }
}
