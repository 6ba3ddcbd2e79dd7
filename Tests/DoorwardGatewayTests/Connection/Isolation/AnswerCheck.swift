/// Reads one answer and holds every byte of it against what is due for its request.
struct AnswerCheck {
    let caller: Int
    let scene: IsolationScene
    let isSlow: Bool
    /// Whether the gate took the whole request, and no other on the connection gives it a reason to cut the answer.
    let isUndisturbed: Bool

    /// Refusals that are nobody's plan: what another call left on a connection to the upstream can cause a few.
    static let needless = "502 without need"

    private var ledger: IsolationLedger { scene.ledger }

    func read(_ sent: IsolationCaller.Sent, _ inbox: inout WireInbox) -> IsolationCaller.Next {
        while true {
            let had = inbox.available
            guard let head = inbox.readHead() else { return headIsMissing(sent, hadBytes: had > 0, inbox) }
            guard (100..<200).contains(head.status) else {
                checkID(of: head, sent)
                let next =
                    switch sent {
                    case .call(let request, let plan, let isRotating): check(head, request, plan, isRotating, &inbox)
                    case .direct(let direct): check(head, direct, &inbox)
                    }
                guard next == .goOn, Self.closes(head) else { return next }
                return expectEnd(after: head, sent, &inbox)
            }
            ledger.count(.interim)
            let markers = IsolationLedger.foreignMarkers(in: head.bytes, besides: nil)
            if !markers.isEmpty { ledger.violation("\(name(sent)): markers \(markers) in an interim answer") }
        }
    }

    private static func closes(_ head: WireHead) -> Bool { head.has("connection", "close") }

    private func name(_ sent: IsolationCaller.Sent) -> String {
        switch sent {
        case .call(let request, let plan, _): "\(request.method) \(request.id.text) (\(plan.fate))"
        case .direct(let direct): "caller \(caller), \(direct)"
        }
    }

    private func headIsMissing(
        _ sent: IsolationCaller.Sent, hadBytes: Bool, _ inbox: WireInbox
    ) -> IsolationCaller.Next {
        switch inbox.end {
        case .abandoned: ledger.count(.callerResetWhileReading)
        case .cut:
            if hadBytes || inbox.available > 0 {
                ledger.violation("\(name(sent)): the connection ended in the middle of a head")
            } else if case .call(_, let plan, _) = sent, plan.breaks {
                // Half an answer may be lost before its first byte has gone out.
                ledger.count(.truncated)
            } else if isUndisturbed {
                ledger.violation("\(name(sent)): the connection ended without an answer (reset: \(inbox.wasReset))")
            }
        case .timedOut: ledger.violation("\(name(sent)): no answer in half a minute")
        default: ledger.violation("\(name(sent)): what came is no head")
        }
        return .over
    }

    /// After an answer that closes the connection, nothing comes.
    private func expectEnd(
        after head: WireHead, _ sent: IsolationCaller.Sent, _ inbox: inout WireInbox
    ) -> IsolationCaller.Next {
        if inbox.available > 0 || inbox.fill() {
            ledger.violation("\(name(sent)): bytes came behind the last answer")
        } else if inbox.end == .timedOut {
            ledger.violation("\(name(sent)): the connection did not end after its last answer")
        }
        return .over
    }

    /// Every answer has one id: the caller's where it gave one, and otherwise one that no other answer has.
    private func checkID(of head: WireHead, _ sent: IsolationCaller.Sent) {
        let ids = head.values("x-request-id")
        guard ids.count == 1 else { return ledger.violation("\(name(sent)): request ids \(ids)") }
        if case .call(let request, _, _) = sent, request.namesItself, ids[0] != request.requestID {
            ledger.violation("\(name(sent)): the answer has the request id \(ids[0])")
        }
        if !ledger.isNew(requestID: ids[0]) { ledger.violation("\(name(sent)): the request id \(ids[0]) came twice") }
    }

    private func framing(_ head: WireHead, answersHEAD: Bool) -> WireFraming {
        if answersHEAD || head.status == 204 || head.status == 304 { return .none }
        if head.has("transfer-encoding", "chunked") { return .chunked }
        return head.value("content-length").flatMap { Int($0) }.map { .length($0) } ?? .untilClose
    }

    // MARK: Answers of the upstream

    private func check(
        _ head: WireHead, _ request: RequestPlan, _ plan: AnswerPlan, _ isRotating: Bool, _ inbox: inout WireInbox
    ) -> IsolationCaller.Next {
        let foreign = IsolationLedger.foreignMarkers(in: head.bytes, besides: request.id)
        if !foreign.isEmpty {
            ledger.violation("\(name(.call(request, plan, isRotating: false))): markers of \(foreign)")
        }
        guard head.value("x-marker") != nil else { return checkRefusal(head, request, plan, isRotating, &inbox) }
        if isRotating { ledger.count(.rotatedKeyTaken) }
        func expect(_ name: String, _ wanted: String) {
            if head.values(name) != [wanted] {
                ledger.violation("\(request.id.text): \(name) is \(head.values(name)), not \(wanted)")
            }
        }
        expect("x-marker", request.id.marker)
        expect("set-cookie", "s=\(request.id.marker)")
        expect("x-seen-subject", "user-\(request.id.caller)")
        expect("x-seen-request-id", head.value("x-request-id") ?? "")
        if head.status != plan.status {
            ledger.violation("\(request.id.text): status \(head.status), not \(plan.status)")
        }
        if head.value("x-body-digest") != nil { expect("x-body-digest", request.body(scene.tape).digest()) }
        let framing = framing(head, answersHEAD: request.method == "HEAD")
        var reading = BodyReading(plan.body(scene.tape))
        let (end, trailers) = inbox.readBody(framing) { reading.take($0) }
        if let difference = reading.difference {
            ledger.violation("\(name(.call(request, plan, isRotating: false))): wrong body: \(difference)")
        }
        switch end {
        case .complete: checkWhole(reading, trailers, framing, request, plan)
        case .cut: checkCut(request, plan)
        case .abandoned: ledger.count(.callerResetWhileReading)
        case .timedOut, .malformed: ledger.violation("\(name(.call(request, plan, isRotating: false))): body \(end)")
        }
        if end != .complete, reading.count > 0 { ledger.count(.verifiedPrefix) }
        return end == .complete && framing != .untilClose ? .goOn : .over
    }

    private func checkWhole(
        _ reading: BodyReading, _ trailers: [UInt8], _ framing: WireFraming, _ request: RequestPlan, _ plan: AnswerPlan
    ) {
        let name = name(.call(request, plan, isRotating: false))
        if framing == .none {
            ledger.count(request.method == "HEAD" ? .verifiedHEAD : .verifiedNoContent)
            return
        }
        // Where the end of the connection is the end of the body, as in HTTP/1.0, a cut cannot be told from an end.
        if framing == .untilClose, plan.breaks, reading.count < plan.length { return ledger.count(.truncated) }
        let digest = reading.digest()
        guard reading.count == plan.length, digest == plan.body(scene.tape).digest() else {
            return ledger.violation("\(name): \(reading.count) bytes look like the whole body of \(plan.length)")
        }
        if !IsolationLedger.foreignMarkers(in: trailers, besides: request.id).isEmpty {
            ledger.violation("\(name): trailers of another: \(String(decoding: trailers, as: UTF8.self))")
        }
        if !trailers.isEmpty { ledger.count(.verifiedTrailer) }
        ledger.count(.verified)
        if plan.length > 1 << 20 { ledger.count(.longAnswer) }
        if isSlow { ledger.count(.slowReader) }
        if request.isHTTP10 { ledger.count(.oldVersion) }
    }

    private func checkCut(_ request: RequestPlan, _ plan: AnswerPlan) {
        ledger.count(.truncated)
        guard !plan.breaks, isUndisturbed else { return }
        ledger.violation("\(name(.call(request, plan, isRotating: false))): cut, though the upstream sent all of it")
    }

    // MARK: Answers of the gate

    /// The gate says that there is no answer, and nothing of anybody's.
    private func checkRefusal(
        _ head: WireHead, _ request: RequestPlan, _ plan: AnswerPlan, _ isRotating: Bool, _ inbox: inout WireInbox
    ) -> IsolationCaller.Next {
        let name = name(.call(request, plan, isRotating: isRotating))
        let (end, body) = readWhole(head, answersHEAD: request.method == "HEAD", &inbox)
        if end == .abandoned {
            ledger.count(.callerResetWhileReading)
            return .over
        }
        let text = String(decoding: body, as: UTF8.self)
        if isRotating, head.status == 403 {
            ledger.count(.rotatedKeyRefused)
        } else if ![502, 503, 504].contains(head.status) {
            ledger.violation("\(name): answered \(head.status) \(text.prefix(200).debugDescription)")
        }
        if head.status == 502, plan.fate == .whole, request.method != "POST", request.length < 30_000 {
            ledger.count(refusal: Self.needless)
        }
        ledger.count(.refusedByGate)
        ledger.count(refusal: "\(head.status)")
        if end != .complete, isUndisturbed { ledger.violation("\(name): the gate's own answer is cut") }
        if !IsolationLedger.foreignMarkers(in: body, besides: nil).isEmpty {
            ledger.violation("\(name): a marker in the gate's own answer: \(text.debugDescription)")
        }
        return end == .complete ? .goOn : .over
    }

    private func readWhole(_ head: WireHead, answersHEAD: Bool, _ inbox: inout WireInbox) -> (WireEnd, [UInt8]) {
        var body: [UInt8] = []
        let (end, trailers) = inbox.readBody(framing(head, answersHEAD: answersHEAD)) { body += $0 }
        return (end, body + trailers)
    }

    private func check(
        _ head: WireHead, _ direct: IsolationCaller.Direct, _ inbox: inout WireInbox
    ) -> IsolationCaller.Next {
        let (end, body) = readWhole(head, answersHEAD: false, &inbox)
        if end == .abandoned {
            ledger.count(.callerResetWhileReading)
            return .over
        }
        let (status, event): (Int, IsolationLedger.Event) =
            switch direct {
            case .health: (200, .health)
            case .manifest: (200, .manifest)
            case .notFound: (404, .notFound)
            case .discarded: (404, .discardedBody)
            case .noCredential: (401, .noCredential)
            case .wrongKey: (403, .wrongKey)
            }
        let text = String(decoding: body, as: UTF8.self)
        if head.status != status || end != .complete && isUndisturbed {
            ledger.violation(
                "caller \(caller), \(direct): \(head.status), \(end), \(text.prefix(200).debugDescription)")
        }
        if !IsolationLedger.foreignMarkers(in: head.bytes + body, besides: nil).isEmpty {
            ledger.violation("caller \(caller), \(direct): a marker in the gate's own answer")
        }
        let isRight: Bool =
            switch direct {
            case .health: text == #"{"status":"ok"}"#
            case .manifest: scene.documents.contains(body)
            default: true
            }
        if !isRight, end == .complete {
            ledger.violation("caller \(caller), \(direct): \(text.prefix(200).debugDescription)")
        }
        ledger.count(event)
        return end == .complete ? .goOn : .over
    }
}
