extension HostileConnection {
    /// Answers as the plan says, up to where it says.
    mutating func answer(_ head: WireHead, _ request: RequestPlan, _ plan: AnswerPlan, bodyDigest: String?) -> Next {
        var random = plan.id.random(seed: tape.seed, salt: 5)
        for _ in 0..<plan.interims {
            let status = ["100 Continue", "102 Processing", "103 Early Hints"].randomElement(using: &random) ?? ""
            guard socket.sendAll("HTTP/1.1 \(status)\r\nX-Marker: \(plan.id.marker)\r\n\r\n".bytes[...]) else {
                return .close
            }
        }
        let headBytes = Self.head(head, request, plan, bodyDigest: bodyDigest).bytes
        var wire = headBytes
        let sendsBody = request.method != "HEAD" && plan.status != 204 && plan.status != 304
        if sendsBody {
            let body = plan.body(tape).bytes
            let trailer = plan.hasTrailer ? "X-Trailer: \(plan.id.marker)\r\n" : ""
            wire +=
                plan.framing == .chunked && !plan.isUntilClose ? body.chunked(trailer: trailer, random: &random) : body
        }
        let hasBody = wire.count > headBytes.count
        switch plan.fate {
        case .resetInHead: return send(wire, upTo: .random(in: 1..<headBytes.count, using: &random), plan, then: .reset)
        case .endInHead: return send(wire, upTo: .random(in: 1..<headBytes.count, using: &random), plan, then: .close)
        case .resetInBody where hasBody, .endInBody where hasBody:
            // Often near an edge: the last byte is missing, or the first.
            let edges = [headBytes.count, wire.count - 1, .random(in: headBytes.count..<wire.count, using: &random)]
            let edge = edges.randomElement(using: &random) ?? headBytes.count
            return send(wire, upTo: edge, plan, then: plan.fate == .resetInBody ? .reset : .close)
        case .malformed where hasBody && plan.length > 0:
            return sendMalformed(headBytes, plan, &random)
        case .surplus: return sendWithSurplus(wire, request, plan)
        default: break
        }
        guard send(wire, plan) else { return .close }
        return afterwards(plan)
    }

    private mutating func afterwards(_ plan: AnswerPlan) -> Next {
        let moment = Double(plan.id.number % 5) * 0.7
        switch plan.fate {
        case .closeWhenIdle, .resetWhenIdle:
            pause(milliseconds: moment)
            return plan.fate == .closeWhenIdle ? .close : .reset
        case .lateSurplus:
            pause(milliseconds: moment)
            _ = socket.sendAll("\u{1}late bytes behind \(plan.id.marker)\r\n\r\n".bytes[...])
            pause(milliseconds: 1)
            return .close
        case .earlyAnswerAndClose: return .close
        default: return plan.closes ? .close : .another
        }
    }

    private static func head(
        _ head: WireHead, _ request: RequestPlan, _ plan: AnswerPlan, bodyDigest: String?
    ) -> String {
        var text = "HTTP/1.1 \(plan.status) So be it\r\nContent-Type: text/plain\r\nX-Marker: \(plan.id.marker)\r\n"
        text += "X-Seen-Subject: \(head.value("doorward-subject") ?? "")\r\n"
        text += "X-Seen-Request-ID: \(head.value("x-request-id") ?? "")\r\nSet-Cookie: s=\(plan.id.marker)\r\n"
        if let bodyDigest { text += "X-Body-Digest: \(bodyDigest)\r\n" }
        if plan.padding > 0 { text += "X-Padding: \(String(repeating: "p", count: plan.padding))\r\n" }
        if plan.closes { text += "Connection: close\r\n" }
        let mayHaveBody = plan.status != 204 && plan.status != 304
        if mayHaveBody, !plan.isUntilClose {
            text += plan.framing == .chunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: \(plan.length)\r\n"
        }
        return text + "\r\n"
    }

    /// Sends only so much, and ends.
    private func send(_ wire: [UInt8], upTo count: Int, _ plan: AnswerPlan, then next: Next) -> Next {
        guard send(Array(wire[..<count]), plan) else { return .close }
        // Sometimes what came before is on its way to the caller already.
        pause(milliseconds: Double(plan.id.number % 3) * 1.5)
        return next
    }

    /// Sends in as many writes as the plan says, at random places.
    private func send(_ wire: [UInt8], _ plan: AnswerPlan) -> Bool {
        guard plan.pauses > 0, wire.count > 1 else { return socket.sendAll(wire[...]) }
        var random = plan.id.random(seed: tape.seed, salt: 6)
        let places = (0..<plan.pauses).map { _ in Int.random(in: 1..<wire.count, using: &random) }.sorted()
        var start = 0
        for place in places {
            guard socket.sendAll(wire[start..<place]) else { return false }
            start = place
            pause(milliseconds: Double.random(in: 0...2, using: &random))
        }
        return socket.sendAll(wire[start...])
    }

    /// Sends some of the body as a chunk, and then what is no chunk.
    private func sendMalformed(_ head: [UInt8], _ plan: AnswerPlan, _ random: inout SeededGenerator) -> Next {
        let body = plan.body(tape).bytes
        let part = body[..<Int.random(in: 1...body.count, using: &random)]
        let wire = head + String(part.count, radix: 16).bytes + [0x0D, 0x0A] + part + "\r\nno chunk\r\n".bytes
        return send(wire, plan) ? .close : .reset
    }

    /// Sends the answer and, in the same write, another that nobody asked for.
    ///
    /// The gate cannot have read the one without the other: reads of a power of two never end where the answer does. So it
    /// knows that the connection is not to be trusted, and must not use it again.
    private mutating func sendWithSurplus(_ wire: [UInt8], _ request: RequestPlan, _ plan: AnswerPlan) -> Next {
        guard wire.count % 64 != 0 else {
            guard send(wire, plan) else { return .close }
            return afterwards(plan)
        }
        let body = "surplus of \(plan.id.marker)"
        let surplus =
            "HTTP/1.1 200 OK\r\nX-Marker: \(plan.id.marker)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        guard socket.sendAll((wire + surplus.bytes)[...]) else { return .close }
        if let head = inbox.readHead() {
            ledger.violation(
                "a connection with bytes behind the answer to \(plan.id.text) was used again: \(head.startLine.debugDescription)"
            )
        }
        return .close
    }
}
