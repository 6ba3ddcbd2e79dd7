extension ValueRules {
    /// Fields that belong to the connection, the message or Doorward itself, so that no secret can travel in them.
    private static let unusableHeaders: Set<String> = [
        "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "upgrade", "host", "expect", "date", "via", "forwarded", "cookie", "set-cookie", "origin",
        "referer", "user-agent", "range", "traceparent", "tracestate", "x-request-id", "www-authenticate",
        "http2-settings",
    ]
    private static let unusablePrefixes = [
        "content-", "doorward-", "x-forwarded-", "openai-", "access-control-", "sec-", "if-", "accept",
    ]

    /// A header that may carry the secret: a token (RFC 9110 §5.6.2), and none that already means something.
    static func secretHeader(_ text: String) throws(Failure) -> String {
        let hint = "write a header name such as X-Api-Key"
        let extra = Array("!#$%&'*+-.^_`|~".utf8)
        let isToken = text.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || extra.contains($0) }
        guard (1...64).contains(text.utf8.count), isToken else {
            throw Failure("is not the name of a header", hint: hint)
        }
        let name = text.lowercased()
        guard name != "authorization" else {
            throw Failure(
                "is the header of the other two types",
                hint: "set service.authorization_type to bearer or basic instead")
        }
        guard !unusableHeaders.contains(name), !unusablePrefixes.contains(where: name.hasPrefix) else {
            throw Failure("is a header with a meaning of its own", hint: hint)
        }
        return text
    }
}
