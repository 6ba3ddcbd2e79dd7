internal import NIOCore

/// The way to the own API and back.
extension GateConnection {
    /// Hands a request to the own API once its body is complete.
    func callOwn(
        _ endpoints: OwnEndpoints, _ head: RequestHead, in bytes: UnsafeRawBufferPointer, path: UnsafeRawBufferPointer
    ) {
        guard let context else { return }
        // Whether other origins may read the answer is the endpoint's to say.
        request.answerFields = []
        if case .length(let length) = head.framing, length > endpoints.bodyLimit { return respond(.ownBodyTooLarge) }
        let path = String(decoding: path, as: UTF8.self)
        request.operation = path
        let own = OwnExchange(
            endpoints,
            head: OwnRequest(
                method: head.method == .head ? "GET" : head.method.text, path: path,
                query: head.query.map { String(decoding: bytes[slice: $0], as: UTF8.self) },
                fields: Self.fields(of: head, in: bytes), body: [], client: request.client,
                requestID: request.requestID),
            for: self, on: loop)
        exchange = .own(own)
        if case .complete = requestBody {
            deadline = .distantFuture
            own.start()
        } else if head.expectsContinue {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
        }
    }

    private static func fields(
        of head: RequestHead, in bytes: UnsafeRawBufferPointer
    ) -> [(name: String, value: String)] {
        head.fields.map { field in
            let name = bytes[slice: field.nameRange]
            let lowercased = String(unsafeUninitializedCapacity: name.count) { buffer in
                for (index, byte) in name.enumerated() { buffer[index] = ByteClass.lowercased(byte) }
                return name.count
            }
            return (lowercased, String(decoding: bytes[slice: field.valueRange], as: UTF8.self))
        }
    }

    /// The own API has answered.
    func ownAnswered(_ response: OwnResponse) {
        guard phase == .exchange, case .own = exchange else { return }
        var answer = Answer(status: response.status)
        for (name, value) in response.fields where Self.isSound(name, value) {
            answer.fields.append(contentsOf: name.utf8)
            answer.fields.append(contentsOf: ": ".utf8)
            answer.fields.append(contentsOf: value.utf8)
            answer.fields.append(contentsOf: "\r\n".utf8)
        }
        answer.body = response.body
        answer.refusal = response.refusal
        respond(answer)
        flushUnlessReading()
    }
}

extension Answer {
    /// OAuth clients read errors as JSON (RFC 6749 §5.2).
    static let ownBodyTooLarge = Answer(
        status: 413, contentType: "application/json",
        body: Array(#"{"error":"invalid_request","error_description":"The body is too large."}"#.utf8),
        refusal: "body_too_large")
}
