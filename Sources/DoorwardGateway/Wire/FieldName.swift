/// The header fields that the gate must know; everything else is ``other`` and passes through untouched.
enum FieldName: UInt8 {
    case other
    // Framing and connection (RFC 9112, RFC 9110 §7.6.1).
    case host, contentLength, transferEncoding, connection, keepAlive, proxyConnection, upgrade, te, trailer, expect
    // Credentials.
    case authorization, proxyAuthorization, proxyAuthenticate, cookie, dpop
    // What the gate says of the caller, and nobody else may.
    case forwarded, xForwarded, xForwardedFor, xForwardedHost, xForwardedProto, xRealIP, doorward, via
    case xRequestID, traceparent, tracestate
    /// Names another method or path than the request line's (`X-HTTP-Method-Override`, `X-Original-URL`): with an API that
    /// heeds it, a way around the allow-list.
    case override
    // What the gate reads.
    case origin, accessControlRequestMethod, accessControlRequestHeaders, ifNoneMatch
    case openAIConversationID, openAIEphemeralUserID, openAIGPTID
    // Answers.
    case accessControl, contentType, date, vary
    /// A protected name written with `_` for `-`: servers behind CGI or WSGI read both alike, so it never passes.
    case disguised

    /// Fields that concern one connection only, never forwarded (RFC 9110 §7.6.1).
    @inline(__always)
    var isHopByHop: Bool {
        switch self {
        case .connection, .keepAlive, .proxyConnection, .upgrade, .te, .transferEncoding, .proxyAuthorization,
            .proxyAuthenticate:
            true
        default: false
        }
    }

    /// Fields of a request that never reach the API as they came: hop-by-hop, rewritten, or the gate's own.
    @inline(__always)
    var isWithheldFromUpstream: Bool {
        switch self {
        case .host, .contentLength, .authorization, .cookie, .dpop, .forwarded, .xForwarded, .xForwardedFor,
            .xForwardedHost,
            .xForwardedProto, .xRealIP, .doorward, .via, .xRequestID, .traceparent, .tracestate, .override, .expect,
            .disguised:
            true
        default: isHopByHop
        }
    }

    /// Names the field whose bytes are given, in any letter case.
    static func classify(_ name: UnsafeRawBufferPointer) -> FieldName {
        guard let candidate = candidate(name) else { return .other }
        // The candidate was found with `_` read as `-`; a name that really has `_` is somebody else's.
        for byte in name where byte == 0x5F { return candidate.isWithheldFromUpstream ? .disguised : .other }
        return candidate
    }

    private static func candidate(_ name: UnsafeRawBufferPointer) -> FieldName? {
        guard let first = name.first else { return nil }
        switch ByteClass.lowercased(first) {
        case 0x61:  // a
            if equals(name, "authorization") { return .authorization }
            if equals(name, "access-control-request-method") { return .accessControlRequestMethod }
            if equals(name, "access-control-request-headers") { return .accessControlRequestHeaders }
            if hasPrefix(name, "access-control-") { return .accessControl }
        case 0x63:  // c
            if equals(name, "content-type") { return .contentType }
            if equals(name, "content-length") { return .contentLength }
            if equals(name, "connection") { return .connection }
            if equals(name, "cookie") { return .cookie }
        case 0x64:  // d
            if hasPrefix(name, "doorward-") || equals(name, "doorward") { return .doorward }
            if equals(name, "date") { return .date }
            if equals(name, "dpop") { return .dpop }
        case 0x65:  // e
            if equals(name, "expect") { return .expect }
        case 0x66:  // f
            if equals(name, "forwarded") { return .forwarded }
        case 0x68:  // h
            if equals(name, "host") { return .host }
        case 0x69:  // i
            if equals(name, "if-none-match") { return .ifNoneMatch }
        case 0x6B:  // k
            if equals(name, "keep-alive") { return .keepAlive }
        case 0x6F:  // o
            if equals(name, "origin") { return .origin }
            if equals(name, "openai-conversation-id") { return .openAIConversationID }
            if equals(name, "openai-ephemeral-user-id") { return .openAIEphemeralUserID }
            if equals(name, "openai-gpt-id") { return .openAIGPTID }
        case 0x70:  // p
            if equals(name, "proxy-connection") { return .proxyConnection }
            if equals(name, "proxy-authorization") { return .proxyAuthorization }
            if equals(name, "proxy-authenticate") { return .proxyAuthenticate }
        case 0x74:  // t
            if equals(name, "te") { return .te }
            if equals(name, "trailer") { return .trailer }
            if equals(name, "transfer-encoding") { return .transferEncoding }
            if equals(name, "traceparent") { return .traceparent }
            if equals(name, "tracestate") { return .tracestate }
        case 0x75:  // u
            if equals(name, "upgrade") { return .upgrade }
        case 0x76:  // v
            if equals(name, "vary") { return .vary }
            if equals(name, "via") { return .via }
        case 0x78:  // x
            return candidateX(name)
        default: break
        }
        return nil
    }

    private static func candidateX(_ name: UnsafeRawBufferPointer) -> FieldName? {
        if hasPrefix(name, "x-forwarded-") {
            if equals(name, "x-forwarded-for") { return .xForwardedFor }
            if equals(name, "x-forwarded-host") { return .xForwardedHost }
            if equals(name, "x-forwarded-proto") { return .xForwardedProto }
            return .xForwarded
        }
        if equals(name, "x-request-id") { return .xRequestID }
        if equals(name, "x-real-ip") { return .xRealIP }
        if equals(name, "x-http-method-override") || equals(name, "x-http-method") { return .override }
        if equals(name, "x-method-override") { return .override }
        if equals(name, "x-original-url") || equals(name, "x-rewrite-url") { return .override }
        return nil
    }

    @inline(__always)
    private static func equals(_ name: UnsafeRawBufferPointer, _ lowercase: StaticString) -> Bool {
        name.count == lowercase.utf8CodeUnitCount && hasPrefix(name, lowercase)
    }

    @inline(__always)
    private static func hasPrefix(_ name: UnsafeRawBufferPointer, _ lowercase: StaticString) -> Bool {
        let count = lowercase.utf8CodeUnitCount
        guard name.count >= count else { return false }
        let expected = lowercase.utf8Start
        for index in 0..<count {
            let byte = name[index] == 0x5F ? ByteClass.hyphen : ByteClass.lowercased(name[index])
            if byte != expected[index] { return false }
        }
        return true
    }
}
