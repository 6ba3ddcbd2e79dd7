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
    static func write(
        _ head: ResponseHead, from bytes: UnsafeRawBufferPointer, of request: RequestContext, framing: Framing,
        ownsCORS: Bool, date: [UInt8], closes: Bool, to buffer: inout ByteBuffer
    ) {
        buffer.write("HTTP/1.1 ")
        buffer.writeDecimal(head.status)
        buffer.writeInteger(ByteClass.space)
        buffer.writeBytes(bytes[head.reason])
        buffer.writeInteger(0x0D0A as UInt16)
        copyFields(of: head, from: bytes, ownsCORS: ownsCORS, keepsLength: keepsLength(head), to: &buffer)
        switch framing {
        case .chunked: buffer.write("transfer-encoding: chunked\r\n")
        case .untilClose: break
        case .asUpstream:
            if case .length(let length) = head.framing {
                buffer.write("content-length: ")
                buffer.writeDecimal(length)
                buffer.writeInteger(0x0D0A as UInt16)
            } else if !keepsLength(head), request.method != .head, head.status != 204, head.status != 304 {
                buffer.write("content-length: 0\r\n")
            }
        }
        if !head.hasDate { buffer.writeBytes(date) }
        buffer.write("x-request-id: ")
        request.writeRequestID(to: &buffer)
        buffer.writeInteger(0x0D0A as UInt16)
        buffer.writeBytes(request.corsFields)
        if closes {
            buffer.write("connection: close\r\n")
        } else if request.isHTTP10 {
            buffer.write("connection: keep-alive\r\n")
        }
        buffer.writeInteger(0x0D0A as UInt16)
    }

    /// Answers without a body still tell its length: to `HEAD`, and in a 304 (RFC 9110 §8.6).
    private static func keepsLength(_ head: ResponseHead) -> Bool {
        head.framing == .none && head.status != 204
    }

    private static func copyFields(
        of head: ResponseHead, from bytes: UnsafeRawBufferPointer, ownsCORS: Bool, keepsLength: Bool,
        to buffer: inout ByteBuffer
    ) {
        var run = 0..<0
        var copiedLength = false
        for field in head.fields {
            let isWithheld: Bool
            switch field.name {
            case .contentLength:
                isWithheld = !keepsLength || copiedLength
                copiedLength = true
            case .doorward, .xRequestID, .disguised: isWithheld = true
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
                buffer.writeBytes(bytes[run])
                run = field.lineRange
            }
        }
        buffer.writeBytes(bytes[run])
    }
}
