internal import DoorwardSecrets

/// An answer that the gate makes itself.
struct Answer: Sendable {
    var status: Int
    var contentType: String?
    /// Further header lines, each with its CR LF.
    var fields: [UInt8] = []
    var body: [UInt8] = []
    /// The word for metrics and logs when the answer is a refusal.
    var refusal: String?
    /// The key that was known and not accepted.
    var refusedKey: APIKeyRecord?
    /// Whose token was known and not enough.
    var refusedToken: AccessTokenFacts?
    /// The operation that was refused, where it was found.
    var operation = ""
    /// Whether the connection ends after it.
    var closes = false

    /// The two verdicts that the original tutorial's clients know, word for word.
    static func credential(_ refusal: CredentialRefusal, challenge: String) -> Answer {
        switch refusal {
        case .missing:
            Answer(
                status: 401, contentType: "application/json", fields: Array("www-authenticate: \(challenge)\r\n".utf8),
                body: Array(#"{"detail":"Not authenticated"}"#.utf8), refusal: refusal.reason)
        case .wrong:
            Answer(
                status: 403, contentType: "application/json", body: Array(#"{"detail":"Forbidden"}"#.utf8),
                refusal: refusal.reason, refusedKey: refusal.key)
        }
    }

    /// A problem document (RFC 9457).
    ///
    /// - Parameters:
    ///   - detail: one sentence of ours, in plain ASCII without quotation marks or backslashes.
    ///   - requestID: what the log knows the request by.
    static func problem(
        _ status: Int, _ reason: String, detail: String, requestID: String, fields: String = "", closes: Bool = false
    ) -> Answer {
        let body =
            #"{"type":"about:blank","title":"\#(StatusText.phrase(status))","status":\#(status),"#
            + #""detail":"\#(detail)","code":"\#(reason)","request_id":"\#(requestID)"}"#
        return Answer(
            status: status, contentType: "application/problem+json", fields: Array(fields.utf8), body: Array(body.utf8),
            refusal: reason, closes: closes)
    }

    static func refused(_ refusal: WireRefusal, requestID: String) -> Answer {
        problem(refusal.status, refusal.reason, detail: refusal.detail, requestID: requestID, closes: true)
    }
}

/// Reason phrases (RFC 9110 §15).
enum StatusText {
    static func phrase(_ status: Int) -> StaticString {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 206: "Partial Content"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 303: "See Other"
        case 304: "Not Modified"
        case 307: "Temporary Redirect"
        case 308: "Permanent Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 406: "Not Acceptable"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 410: "Gone"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 417: "Expectation Failed"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        default: "Status"
        }
    }
}
