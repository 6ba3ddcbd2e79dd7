import NIOConcurrencyHelpers

/// What all callers of the test have in common.
struct IsolationScene: Sendable {
    let port: Int
    let tape: Tape
    let ledger: IsolationLedger
    /// Keys by caller: one that is always good, one that comes and goes.
    let keys: [(lasting: String, rotating: String)]
    /// What the manifest may be, before and after changes of the policy.
    let documents: [[UInt8]]
    let isOver = NIOLockedValueBox(false)
}

/// One of many callers: visits the gate over and over, each time on a connection of its own, and looks at every byte.
struct IsolationCaller {
    /// A request that was sent, and what is due for it.
    enum Sent {
        case call(RequestPlan, AnswerPlan, isRotating: Bool)
        case direct(Direct)

        /// Whether the answer may come before the request is sent to its end.
        var isEarly: Bool { if case .call(_, let plan, _) = self { plan.isEarly } else { false } }

        /// Whether the connection may be cut because of it.
        var breaks: Bool { if case .call(_, let plan, _) = self { plan.breaks } else { false } }
    }

    /// What the gate answers by itself.
    enum Direct: CaseIterable { case health, manifest, notFound, discarded, noCredential, wrongKey }

    /// How a caller behaves on a connection that it has had enough of.
    enum Temper: CaseIterable { case patient, resetsSending, resetsWaiting, resetsReading, halfCloses }

    enum Next { case goOn, over, reset }

    let number: Int
    let scene: IsolationScene
    var random: SeededGenerator
    private var sequence = 0

    init(number: Int, scene: IsolationScene) {
        self.number = number
        self.scene = scene
        random = SeededGenerator(seed: scene.tape.seed ^ UInt64(number + 1) &* 0xD134_2543_DE82_EF95)
    }

    mutating func run() {
        while !scene.isOver.withLockedValue({ $0 }) { visit() }
    }

    private mutating func visit() {
        let isSlow = Int.random(in: 0..<10, using: &random) == 0
        guard let socket = WireSocket.connect(port: scene.port, receiveBuffer: isSlow ? 8192 : nil) else {
            return pause(milliseconds: 20)
        }
        var inbox = WireInbox(socket)
        let rounds = Int.random(in: 1...8, using: &random)
        for round in 0..<rounds where !scene.isOver.withLockedValue({ $0 }) {
            if round > 0 {
                // Between two requests there is nothing to read but an end.
                if !inbox.fill(waiting: 0), inbox.end != nil { break }
                if inbox.available > 0 {
                    scene.ledger.violation("caller \(number) got \(inbox.available) bytes without having asked")
                    break
                }
                scene.ledger.count(.reusedByCaller)
            }
            let isLast = round == rounds - 1
            let temper = isLast ? Temper.allCases.randomElement(using: &random) ?? .patient : .patient
            if isSlow {
                inbox.pace.single = Int.random(in: 20...120, using: &random)
                inbox.pace.slowPieces = Int.random(in: 5...25, using: &random)
            }
            let next = exchange(batch(), temper, isSlow: isSlow, &inbox)
            if next == .reset || inbox.end == .abandoned { return socket.reset() }
            guard next == .goOn else { break }
        }
        if Bool.random(using: &random) { socket.reset() } else { socket.close() }
    }

    /// One request, or several in a row that do not wait for their answers.
    private mutating func batch() -> [(Sent, [UInt8])] {
        let isPipelined = Int.random(in: 0..<5, using: &random) == 0
        if isPipelined { scene.ledger.count(.pipelined) }
        return (0..<(isPipelined ? Int.random(in: 2...8, using: &random) : 1)).map { _ in request(isPipelined) }
    }

    private mutating func request(_ isPipelined: Bool) -> (Sent, [UInt8]) {
        sequence += 1
        // A connection often carries the calls of several people: assistants share theirs.
        let isOwn = Int.random(in: 0..<3, using: &random) > 0
        let person = isOwn ? number : Int.random(in: 0..<scene.keys.count, using: &random)
        let id = IsolationID(caller: person, number: number << 20 | sequence)
        if Int.random(in: 0..<8, using: &random) == 0 {
            let direct = Direct.allCases.randomElement(using: &random) ?? .health
            return (.direct(direct), bytes(of: direct, id))
        }
        let request = RequestPlan(id, seed: scene.tape.seed)
        // A request that waits for 100 is sent in two steps: not in a row with others.
        if isPipelined, request.expectsContinue || request.length > 60_000 { return self.request(isPipelined) }
        scene.ledger.issue(id)
        let isRotating = Int.random(in: 0..<6, using: &random) == 0
        let keys = scene.keys[person]
        let head = request.head(key: isRotating ? keys.rotating : keys.lasting)
        let plan = AnswerPlan(request, seed: scene.tape.seed)
        return (
            .call(request, plan, isRotating: isRotating), head.bytes + request.wireBody(scene.tape, random: &random)
        )
    }

    private mutating func bytes(of direct: Direct, _ id: IsolationID) -> [UInt8] {
        let rest = "Host: door.example\r\nX-Marker: \(id.marker)\r\n"
        switch direct {
        case .health: return "GET /healthz HTTP/1.1\r\n\(rest)\r\n".bytes
        case .manifest: return "GET /.well-known/ai-plugin.json HTTP/1.1\r\n\(rest)\r\n".bytes
        case .notFound: return "GET /nowhere/\(id.text) HTTP/1.1\r\n\(rest)\r\n".bytes
        case .discarded:
            // A body that looks like a request, for nobody.
            let key = scene.keys[number].lasting
            let body = "GET /i/\(id.text) HTTP/1.1\r\nAuthorization: Bearer \(key)\r\n\(rest)\r\n"
            let padding = String(repeating: " ", count: Int.random(in: 0...9000, using: &random))
            let length = body.utf8.count + padding.utf8.count
            return "POST /nowhere HTTP/1.1\r\n\(rest)Content-Length: \(length)\r\n\r\n\(padding)\(body)".bytes
        case .noCredential: return "GET /i/\(id.text) HTTP/1.1\r\n\(rest)\r\n".bytes
        case .wrongKey:
            return "GET /i/\(id.text) HTTP/1.1\r\nAuthorization: Bearer dwk_nonsense\r\n\(rest)\r\n".bytes
        }
    }

    // MARK: Sending and reading

    private mutating func exchange(
        _ batch: [(Sent, [UInt8])], _ temper: Temper, isSlow: Bool, _ inbox: inout WireInbox
    ) -> Next {
        var wire = batch.flatMap(\.1)
        if temper == .resetsSending { wire = Array(wire.prefix(Int.random(in: 0..<wire.count, using: &random))) }
        if temper == .resetsReading {
            // Sometimes in the head of the first answer, sometimes far behind.
            let most = [300, 3000, 60_000].randomElement(using: &random) ?? 300
            inbox.pace.enough = inbox.received + Int.random(in: 1...most, using: &random)
        }
        let isWhole: Bool =
            if case .call(let request, _, _) = batch[0].0, request.expectsContinue, temper != .resetsSending {
                sendInTwoSteps(wire, bodyOf: request, &inbox)
            } else {
                send(wire[...], slowly: batch.contains { $0.0.isEarly }, &inbox)
            }
        switch temper {
        case .resetsSending:
            // Sometimes long enough to get through the queue to the upstream.
            pause(
                milliseconds: Double.random(in: 0...([1, 60, 150].randomElement(using: &random) ?? 3), using: &random))
            scene.ledger.count(.callerResetWhileSending)
            return .reset
        case .resetsWaiting:
            pause(milliseconds: Double.random(in: 0...6, using: &random))
            scene.ledger.count(.callerResetWhileWaiting)
            return .reset
        case .halfCloses:
            inbox.socket.shutOutput()
            scene.ledger.count(.halfClosed)
        case .patient, .resetsReading: break
        }
        return readAnswers(to: batch.map(\.0), isWhole: isWhole, isSlow: isSlow, &inbox)
    }

    private func readAnswers(to batch: [Sent], isWhole: Bool, isSlow: Bool, _ inbox: inout WireInbox) -> Next {
        var mayEnd = false
        for (index, sent) in batch.enumerated() {
            // An answer that breaks off ends the connection at once, with what a slow reader has not read of those before it.
            let isUndisturbed = isWhole && !mayEnd && !batch[(index + 1)...].contains(where: \.breaks)
            let check = AnswerCheck(caller: number, scene: scene, isSlow: isSlow, isUndisturbed: isUndisturbed)
            let next = check.read(sent, &inbox)
            guard next == .goOn else { return next }
            // The gate ends a connection whose request was answered before it had come, without having said so.
            if sent.isEarly { mayEnd = true }
        }
        return mayEnd ? .over : .goOn
    }

    private mutating func send(
        _ wire: ArraySlice<UInt8>, slowly: Bool = false, _ inbox: inout WireInbox
    ) -> Bool {
        var rest = wire
        // Often in one piece, sometimes split where nobody expects it.
        var splits = slowly || Int.random(in: 0..<3, using: &random) == 0 ? 3 : 0
        while !rest.isEmpty {
            let count = splits > 0 ? Int.random(in: 1...rest.count, using: &random) : rest.count
            guard let sent = inbox.socket.send(rest.prefix(count)) else { return false }
            rest = rest.dropFirst(sent)
            if splits > 0 {
                splits -= 1
                pause(milliseconds: Double.random(in: 0...(slowly ? 12 : 1.5), using: &random))
            }
            if sent == 0 {
                let events = inbox.socket.wait(for: WireSocket.readable | WireSocket.writable, 30_000)
                if events == 0 { return false }
                if events & WireSocket.readable != 0, !inbox.fill(waiting: 0), inbox.end != nil { return false }
            }
        }
        return true
    }

    /// Sends the head, waits a while for the word to go on, and then sends the body unless an answer has come instead.
    private mutating func sendInTwoSteps(
        _ wire: [UInt8], bodyOf request: RequestPlan, _ inbox: inout WireInbox
    ) -> Bool {
        let place = wire.withUnsafeBytes { $0.firstPlace(of: [13, 10, 13, 10], from: 0) } ?? 0
        guard send(wire[..<(place + 4)], &inbox) else { return false }
        while inbox.available < 12, inbox.fill(waiting: 200) {}
        let isFinal = inbox.available >= 12 && inbox.bytes[inbox.start + 9] != 0x31
        return isFinal ? false : send(wire[(place + 4)...], &inbox)
    }
}
