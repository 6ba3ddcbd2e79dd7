import NIOConcurrencyHelpers
import NIOPosix

/// An API on loopback that does to each request what the request's own plan says, and writes down what should never
/// have reached it. Blocking sockets on threads of its own: nothing of the gate's is in it.
final class HostileUpstream: Sendable {
    let port: Int
    /// The whole value of the credential that the gate has for this API, and for no other.
    let credential: String
    private let listener: WireSocket
    private let threads: NIOThreadPool
    private let tape: Tape
    private let ledger: IsolationLedger
    private let isStopping = NIOLockedValueBox(false)
    let open = NIOLockedValueBox(0)

    private init(
        _ listener: WireSocket, port: Int, credential: String, threads: NIOThreadPool, tape: Tape,
        ledger: IsolationLedger
    ) {
        self.listener = listener
        self.port = port
        self.credential = credential
        self.threads = threads
        self.tape = tape
        self.ledger = ledger
    }

    /// - Parameter threads: needs one for the listener and one for each connection.
    static func start(
        name: String, threads: NIOThreadPool, tape: Tape, ledger: IsolationLedger
    ) -> HostileUpstream? {
        guard let (listener, port) = WireSocket.listen() else { return nil }
        let upstream = HostileUpstream(
            listener, port: port, credential: "Bearer fake-credential-of-\(name)", threads: threads, tape: tape,
            ledger: ledger)
        threads.submit { _ in upstream.listen() }
        return upstream
    }

    func stop() { isStopping.withLockedValue { $0 = true } }

    private func listen() {
        while !isStopping.withLockedValue({ $0 }) {
            guard let socket = listener.accept(waiting: 50) else { continue }
            open.withLockedValue { $0 += 1 }
            threads.submit { [self] state in
                if state == .active {
                    var connection = HostileConnection(
                        socket, credential: credential, tape: tape, ledger: ledger)
                    connection.run()
                } else {
                    socket.close()
                }
                open.withLockedValue { $0 -= 1 }
            }
        }
        listener.close()
    }
}

/// One connection of the gate to the hostile upstream.
struct HostileConnection {
    /// What becomes of the connection.
    enum Next { case another, close, reset }

    let socket: WireSocket
    let credential: String
    let tape: Tape
    let ledger: IsolationLedger
    var inbox: WireInbox
    var served = 0

    init(_ socket: WireSocket, credential: String, tape: Tape, ledger: IsolationLedger) {
        self.socket = socket
        self.credential = credential
        self.tape = tape
        self.ledger = ledger
        inbox = WireInbox(socket)
    }

    mutating func run() {
        while let head = inbox.readHead() {
            switch serve(head) {
            case .another: served += 1
            case .close: return socket.close()
            case .reset: return socket.reset()
            }
        }
        if inbox.end == .malformed { ledger.violation("the upstream got what is no head: \(inbox.available) bytes") }
        socket.close()
    }

    private mutating func serve(_ head: WireHead) -> Next {
        let words = head.startLine.split(separator: " ")
        guard words.count == 3, let id = words.count == 3 ? Self.id(in: words[1]) : nil, ledger.isIssued(id) else {
            ledger.violation("the upstream got a request that no caller sent: \(head.startLine.debugDescription)")
            return .reset
        }
        let request = RequestPlan(id, seed: tape.seed)
        let plan = AnswerPlan(request, seed: tape.seed)
        check(head, request, method: String(words[0]), target: String(words[1]))
        if served > 0 { ledger.count(.reusedUpstream) }
        ledger.count(plan.fate)
        pause(milliseconds: plan.delay)
        switch plan.fate {
        case .resetBeforeAnswer: return .reset
        case .closeIfReused, .resetIfReused:
            if served > 0 {
                pause(milliseconds: Double(id.number % 4))
                return plan.fate == .closeIfReused ? .close : .reset
            }
        case .earlyAnswer, .earlyAnswerAndClose:
            var next = answer(head, request, plan, bodyDigest: nil)
            if plan.fate == .earlyAnswerAndClose || next != .another { return next }
            if case (false, _) = readBody(of: request, head) { next = .close }
            return next
        default: break
        }
        if request.expectsContinue, head.value("expect") != nil {
            guard socket.sendAll("HTTP/1.1 100 Continue\r\nX-Marker: \(id.marker)\r\n\r\n".bytes[...]) else {
                return .close
            }
            ledger.count(.continued)
        }
        let (isComplete, digest) = readBody(of: request, head)
        guard isComplete else { return .close }
        if inbox.available > 0 {
            ledger.violation("the upstream got \(inbox.available) bytes behind request \(id.text), before its answer")
        }
        return answer(head, request, plan, bodyDigest: digest)
    }

    private static func id(in target: Substring) -> IsolationID? {
        guard target.hasPrefix("/i/") else { return nil }
        return IsolationID(target.dropFirst(3).prefix(16))
    }

    /// Everything in the head must be the caller's own, or the gate's word about this very caller.
    private func check(_ head: WireHead, _ request: RequestPlan, method: String, target: String) {
        let id = request.id
        func expect(_ name: String, _ wanted: [String]) {
            let values = head.values(name)
            guard values != wanted else { return }
            ledger.violation("the upstream got \(name): \(values) with request \(id.text), not \(wanted)")
        }
        if method != request.method || target != "/i/\(id.text)?m=\(id.marker)" {
            ledger.violation("request \(id.text) reached the upstream as \(head.startLine.debugDescription)")
        }
        expect("authorization", [credential])
        expect("x-marker", [id.marker])
        expect("x-caller", ["\(id.caller)"])
        expect("cookie", ["c=\(id.marker); d=1"])
        expect("openai-conversation-id", [request.conversation])
        expect("doorward-subject", ["user-\(id.caller)"])
        expect("doorward-auth", ["user_http"])
        // A caller that was gone before it was let in has no address any more, and is trusted with nothing.
        let isGone = head.value("x-forwarded-for") == "unknown"
        if !isGone { expect("x-forwarded-for", [request.address]) }
        if request.namesItself, !isGone { expect("x-request-id", [request.requestID]) }
        if head.values("x-request-id").count != 1 { ledger.violation("request \(id.text) came without its one id") }
        if request.continuesTrace, head.value("traceparent")?.contains(request.traceID) != true {
            ledger.violation("request \(id.text) came with the trace of another: \(head.values("traceparent"))")
        }
        switch request.framing {
        case .length: expect("content-length", ["\(request.length)"])
        case .chunked: expect("transfer-encoding", ["chunked"])
        case .none: expect("content-length", [])
        }
        let foreign = IsolationLedger.foreignMarkers(in: head.bytes, besides: id)
        if !foreign.isEmpty { ledger.violation("request \(id.text) came with markers of others: \(foreign)") }
    }

    /// Whether the whole body came, and its digest.
    private mutating func readBody(of request: RequestPlan, _ head: WireHead) -> (Bool, String) {
        let framing: WireFraming =
            switch request.framing {
            case .none: .none
            case .length: .length(Int(head.value("content-length") ?? "") ?? 0)
            case .chunked: .chunked
            }
        var reading = BodyReading(request.body(tape))
        let (end, trailers) = inbox.readBody(framing) { reading.take($0) }
        if let difference = reading.difference {
            ledger.violation("the upstream got a wrong body of request \(request.id.text): \(difference)")
        }
        guard end == .complete else {
            if end == .malformed { ledger.violation("the body of request \(request.id.text) came broken") }
            ledger.count(.cutRequest)
            return (false, "")
        }
        let digest = reading.digest()
        if reading.count != request.length || digest != request.body(tape).digest() {
            ledger.violation(
                "the upstream got \(reading.count) bytes as the whole body of request \(request.id.text), not \(request.length)"
            )
        }
        if request.length > 0 { ledger.count(.verifiedRequestBody) }
        let foreign = IsolationLedger.foreignMarkers(in: trailers, besides: request.id)
        if !foreign.isEmpty || trailers.isEmpty == request.hasTrailer {
            ledger.violation(
                "request \(request.id.text) came with the trailers \(String(decoding: trailers, as: UTF8.self))")
        }
        return (true, digest)
    }
}
