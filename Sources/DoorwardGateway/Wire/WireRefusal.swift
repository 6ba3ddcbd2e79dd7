/// Why a message was not understood or not allowed on the wire, and the status that says so.
///
/// Ambiguous messages are refused, never repaired: what two parsers can read differently is how requests are smuggled
/// (RFC 9112 §11.2).
struct WireRefusal: Error, Equatable, Sendable {
    /// The status code of the answer.
    let status: Int
    /// A stable word for metrics and logs.
    let reason: String
    /// One sentence for the caller. It never repeats what the caller sent.
    let detail: String

    private init(_ status: Int, _ reason: String, _ detail: String) {
        self.status = status
        self.reason = reason
        self.detail = detail
    }

    static let requestLine = WireRefusal(
        400, "bad_request_line", "The request line is not 'METHOD target HTTP/1.1' (RFC 9112 section 3).")
    static let method = WireRefusal(501, "unknown_method", "The method is not one this server implements.")
    static let target = WireRefusal(
        400, "bad_target",
        "The request target is not a clean path: no dot segments, empty segments, encoded slashes, "
            + "backslashes, control or non-ASCII bytes (RFC 3986).")
    static let targetTooLong = WireRefusal(414, "target_too_long", "The request target is too long.")
    static let version = WireRefusal(505, "bad_version", "Only HTTP/1.1 and HTTP/1.0 are spoken here.")
    static let lineEnding = WireRefusal(
        400, "bad_line_ending",
        "Lines of a message head end in CR LF, and neither occurs anywhere else (RFC 9112 section 2.2).")
    static let field = WireRefusal(400, "bad_field", "A header field is malformed (RFC 9112 section 5).")
    static let folding = WireRefusal(
        400, "folded_field", "Folded header lines are obsolete and refused (RFC 9112 section 5.2).")
    static let headTooLarge = WireRefusal(431, "head_too_large", "The header fields are too large or too many.")
    static let host = WireRefusal(
        400, "bad_host",
        "Exactly one valid Host field is needed, equal to the target's authority where that has one (RFC 9112 section 3.2)."
    )
    static let contentLength = WireRefusal(
        400, "bad_content_length", "Content-Length must be one decimal number, sent once (RFC 9112 section 6.2).")
    static let framing = WireRefusal(
        400, "ambiguous_framing", "Content-Length and Transfer-Encoding exclude each other (RFC 9112 section 6.1).")
    static let transferEncoding = WireRefusal(
        501, "unknown_transfer_coding",
        "The only transfer coding understood is 'chunked', once, in HTTP/1.1 (RFC 9112 section 6.1).")
    static let transferEncodingInOldVersion = WireRefusal(
        400, "transfer_coding_in_http_1_0", "Transfer-Encoding has no meaning in HTTP/1.0 (RFC 9112 section 6.1).")
    static let duplicateCredential = WireRefusal(
        400, "duplicate_authorization", "Send one Authorization field, once.")
    static let expectation = WireRefusal(417, "unknown_expectation", "The only expectation understood is 100-continue.")
    static let webSocket = WireRefusal(
        501, "websocket", "WebSocket is not supported through this door; call the operation over plain HTTP.")
    static let chunk = WireRefusal(400, "bad_chunk", "The chunked body is malformed (RFC 9112 section 7.1).")
    static let trailer = WireRefusal(
        400, "bad_trailer",
        "The trailer section is malformed, too large, or names a field that must not be in it (RFC 9110 section 6.5.1)."
    )
    static let bodyTooLarge = WireRefusal(413, "body_too_large", "The request body is larger than this server accepts.")
    static let headTimeout = WireRefusal(408, "head_timeout", "The request head did not arrive in time.")
    static let bodyTimeout = WireRefusal(408, "body_timeout", "The request body stopped arriving.")

    // What an upstream can get wrong. The caller sees 502.
    static let statusLine = WireRefusal(
        502, "bad_status_line", "The API's answer does not start with an HTTP/1 status line.")
    static let responseField = WireRefusal(
        502, "bad_response_field", "A header field of the API's answer is malformed.")
    static let responseFraming = WireRefusal(
        502, "bad_response_framing", "The length of the API's answer is ambiguous.")
    static let responseTooLarge = WireRefusal(
        502, "response_head_too_large", "The header fields of the API's answer are too large.")
    static let responseChunk = WireRefusal(502, "bad_response_chunk", "The API's chunked answer is malformed.")
}
