internal import NIOCore

/// Writes the answer's head that the caller gets for an answer of the API.
struct DownstreamResponseHead {
    /// How the body goes to the caller.
    enum Framing: Equatable {
        case asUpstream
        /// The upstream's end of connection or its chunks become chunks.
        case chunked
        /// An HTTP/1.0 caller learns the end by the connection's end.
        case untilClose
    }

    /// The framing for a caller that speaks this version.
    static func framing(_ head: ResponseHead, isHTTP10: Bool) -> Framing {
        switch head.framing {
        case .none, .length: .asUpstream
        case .chunked, .untilClose: isHTTP10 ? .untilClose : .chunked
        }
    }

    /// Writes the head; the body follows in the given framing.
    ///
    /// - Parameters:
    ///   - date: the line `date: …`, used where the API sent none (RFC 9110 §6.6.1).
    ///   - closes: whether the connection ends after this answer.
    ///   - body: the whole body, where it is there already and small enough to be copied.
    static func write(
        _ head: ResponseHead, from bytes: UnsafeRawBufferPointer, of request: RequestContext, framing: Framing,
        ownsCORS: Bool, date: [UInt8], closes: Bool, body: UnsafeRawBufferPointer? = nil,
        to buffer: inout ByteBuffer
    ) {
        buffer.fill(atLeast: bytes.count + 320 + request.answerFields.count + (body?.count ?? 0)) { writer in
            writer.write("HTTP/1.1 ")
            writer.write(bytes[slice: head.statusText])
            writer.write(ByteClass.space)
            writer.write(bytes[slice: head.reason])
            writer.writeLineEnd()
            copyFields(of: head, from: bytes, ownsCORS: ownsCORS, to: &writer)
            writeFraming(of: head, framing, to: &writer)
            if !head.hasDate { writer.write(date) }
            writer.write("x-request-id: ")
            request.writeRequestID(to: &writer)
            writer.writeLineEnd()
            writer.write(request.answerFields)
            if closes {
                writer.write("connection: close\r\n")
            } else if request.isHTTP10 {
                writer.write("connection: keep-alive\r\n")
            }
            writer.writeLineEnd()
            if let body { writer.write(body) }
        }
    }

    private static func writeFraming(
        of head: ResponseHead, _ framing: Framing, to writer: inout ByteWriter
    ) {
        switch framing {
        case .chunked: writer.write("transfer-encoding: chunked\r\n")
        case .untilClose: break
        case .asUpstream:
            // Answers without a body tell its length, too: to `HEAD`, and in a 304 (RFC 9110 §8.6).
            guard let length = head.contentLength, head.status != 204 else { return }
            writer.write("content-length: ")
            writer.writeDecimal(length)
            writer.writeLineEnd()
        }
    }

    private static func copyFields(
        of head: ResponseHead, from bytes: UnsafeRawBufferPointer, ownsCORS: Bool,
        to writer: inout ByteWriter
    ) {
        var run = 0..<0
        for field in head.fields {
            let isWithheld: Bool
            switch field.name {
            case .contentLength, .doorward, .xRequestID, .disguised: isWithheld = true
            case .accessControl, .accessControlRequestMethod, .accessControlRequestHeaders: isWithheld = ownsCORS
            default:
                isWithheld =
                    field.name.isHopByHop
                    || head.namesHopByHopFields && ConnectionOptions.name(field, among: head.fields, in: bytes)
            }
            if isWithheld { continue }
            if run.upperBound == Int(field.nameStart) {
                run = run.lowerBound..<Int(field.lineEnd)
            } else {
                writer.write(bytes[slice: run])
                run = field.lineRange
            }
        }
        writer.write(bytes[slice: run])
    }
}
