internal import DoorwardSecrets
internal import NIOCore

/// Writes the request that the API gets: what the caller sent, less what must not pass, and what the gate says of the caller.
///
/// Header fields of the caller that pass are copied as they came, in runs, in their order (RFC 9110 §7.6).
struct UpstreamRequestHead {
    let policy: CompiledPolicy
    let target: UpstreamTarget
    let peer: PeerAddress

    /// Writes the head.
    ///
    /// - Parameters:
    ///   - bytes: the bytes of the caller's head.
    ///   - path: the canonical path.
    func write(
        _ head: RequestHead, from bytes: UnsafeRawBufferPointer, path: UnsafeRawBufferPointer,
        of request: RequestContext,
        to buffer: inout ByteBuffer
    ) {
        buffer.write(head.method.name)
        buffer.writeInteger(ByteClass.space)
        buffer.writeString(target.basePath)
        buffer.writeBytes(path)
        if let query = head.query {
            buffer.writeInteger(ByteClass.questionMark)
            buffer.writeBytes(bytes[slice: query])
        }
        buffer.write(" HTTP/1.1\r\nhost: ")
        buffer.writeString(target.authority)
        buffer.writeInteger(0x0D0A as UInt16)
        copyFields(of: head, from: bytes, to: &buffer)
        writeFraming(head, to: &buffer)
        writeIdentity(of: request, to: &buffer)
        writeRoute(of: request, head, in: bytes, to: &buffer)
        buffer.writeInteger(0x0D0A as UInt16)
    }

    private func copyFields(of head: RequestHead, from bytes: UnsafeRawBufferPointer, to buffer: inout ByteBuffer) {
        var run = 0..<0
        for field in head.fields {
            if field.name.isWithheldFromUpstream || isWithheld(field, of: head, in: bytes) {
                if field.name == .cookie { CookieFilter.copy(bytes[slice: field.valueRange], to: &buffer) }
                continue
            }
            if run.upperBound == Int(field.nameStart) {
                run = run.lowerBound..<Int(field.lineEnd)
            } else {
                buffer.writeBytes(bytes[run])
                run = field.lineRange
            }
        }
        buffer.writeBytes(bytes[run])
    }

    /// The slow questions: a credential's own header, and fields that `Connection` names (RFC 9110 §7.6.1).
    private func isWithheld(_ field: HeadField, of head: RequestHead, in bytes: UnsafeRawBufferPointer) -> Bool {
        if let name = policy.source.authenticator.headerName,
            name.withUnsafeBytes({ bytes[slice: field.nameRange].equalsIgnoringCase($0) })
        {
            return true
        }
        return head.namesHopByHopFields && ConnectionOptions.name(field, among: head.fields, in: bytes)
    }

    private func writeFraming(_ head: RequestHead, to buffer: inout ByteBuffer) {
        switch head.framing {
        case .chunked: buffer.write("transfer-encoding: chunked\r\n")
        case .length(let length):
            buffer.write("content-length: ")
            buffer.writeDecimal(length)
            buffer.writeInteger(0x0D0A as UInt16)
        case .none, .untilClose:
            // A body of nothing is said in so many words where one is expected (RFC 9110 §8.6).
            if head.method == .post || head.method == .put || head.method == .patch {
                buffer.write("content-length: 0\r\n")
            }
        }
    }

    private func writeIdentity(of request: RequestContext, to buffer: inout ByteBuffer) {
        switch request.caller {
        case .anonymous: buffer.write("doorward-auth: none\r\n")
        case .service: buffer.write("doorward-subject: service\r\ndoorward-auth: service_http\r\n")
        case .user(let record):
            buffer.write("doorward-subject: ")
            SubjectText.write(record.user, to: &buffer)
            buffer.write("\r\ndoorward-auth: user_http\r\n")
            write(identity: request.identity, to: &buffer)
        case .token(let caller): write(caller.entry.facts, identity: request.identity, to: &buffer)
        }
        if let authorization = target.authorization {
            buffer.write("authorization: ")
            authorization.withUnsafeBytes { _ = buffer.writeBytes($0) }
            buffer.writeInteger(0x0D0A as UInt16)
        }
    }

    private func write(_ facts: AccessTokenFacts, identity: [UInt8]?, to buffer: inout ByteBuffer) {
        buffer.write("doorward-subject: ")
        SubjectText.write(facts.subject, to: &buffer)
        buffer.write("\r\ndoorward-auth: oauth\r\ndoorward-client: ")
        SubjectText.write(facts.client, to: &buffer)
        buffer.write("\r\ndoorward-scope: ")
        for (index, scope) in facts.scopes.enumerated() {
            if index > 0 { buffer.writeInteger(ByteClass.space) }
            SubjectText.write(scope, to: &buffer)
        }
        buffer.writeInteger(0x0D0A as UInt16)
        write(identity: identity, to: &buffer)
    }

    private func write(identity: [UInt8]?, to buffer: inout ByteBuffer) {
        guard let identity else { return }
        buffer.write("doorward-identity: ")
        buffer.writeBytes(identity)
        buffer.writeInteger(0x0D0A as UInt16)
    }

    private func writeRoute(
        of request: RequestContext, _ head: RequestHead, in bytes: UnsafeRawBufferPointer, to buffer: inout ByteBuffer
    ) {
        let origin = request.origin.flatMap(PublicOrigin.init)
        let proto = policy.publicProto ?? origin?.proto ?? "http"
        let host = policy.publicHost ?? origin?.host ?? target.authority
        buffer.write("forwarded: for=")
        buffer.writeString(ForwardedFields.node(request.client))
        buffer.write(";host=\"")
        buffer.writeString(host)
        buffer.write("\";proto=")
        buffer.writeString(proto)
        buffer.write("\r\nx-forwarded-for: ")
        buffer.writeString(request.client)
        buffer.write("\r\nx-forwarded-host: ")
        buffer.writeString(host)
        buffer.write("\r\nx-forwarded-proto: ")
        buffer.writeString(proto)
        buffer.write("\r\nvia: 1.1 doorward\r\nx-request-id: ")
        request.writeRequestID(to: &buffer)
        buffer.writeInteger(0x0D0A as UInt16)
        guard let trace = request.trace else { return }
        buffer.write("traceparent: 00-")
        buffer.writeHexadecimal(trace.traceID.0)
        buffer.writeHexadecimal(trace.traceID.1)
        buffer.writeInteger(ByteClass.hyphen)
        buffer.writeHexadecimal(trace.spanID)
        buffer.write(trace.flags == 1 ? "-01\r\n" : "-00\r\n")
        guard trace.isContinued else { return }
        for field in head.fields where field.name == .tracestate { buffer.writeBytes(bytes[field.lineRange]) }
    }
}

/// Which fields a message's `Connection` fields name.
enum ConnectionOptions {
    static func name(_ field: HeadField, among fields: [HeadField], in bytes: UnsafeRawBufferPointer) -> Bool {
        let name = bytes[slice: field.nameRange]
        var found = false
        for connection in fields where connection.name == .connection {
            ListGrammar.forEachElement(of: bytes[slice: connection.valueRange]) { element in
                if element.equalsIgnoringCase(name) { found = true }
            }
        }
        return found
    }
}

/// A user's name as a field value: visible ASCII as it is, everything else percent-encoded.
enum SubjectText {
    static func write(_ text: String, to buffer: inout ByteBuffer) {
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            if byte > ByteClass.space, byte < 0x7F, byte != ByteClass.percent {
                buffer.writeInteger(byte)
            } else {
                buffer.writeBytes([ByteClass.percent, digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
    }
}

/// Cookies on their way to the API: all but Doorward's own.
enum CookieFilter {
    static func copy(_ value: UnsafeRawBufferPointer, to buffer: inout ByteBuffer) {
        var isFirst = true
        for pair in value.split(separator: 0x3B) {
            var pair = UnsafeRawBufferPointer(rebasing: pair)
            while let first = pair.first, first == ByteClass.space || first == ByteClass.tab {
                pair = pair[slice: 1..<pair.count]
            }
            guard !pair.isEmpty, !isOwn(pair) else { continue }
            buffer.writeStaticString(isFirst ? "cookie: " : "; ")
            buffer.writeBytes(pair)
            isFirst = false
        }
        if !isFirst { buffer.writeInteger(0x0D0A as UInt16) }
    }

    private static func isOwn(_ pair: UnsafeRawBufferPointer) -> Bool {
        var name = pair
        for prefix in ["__host-", "__secure-"] as [StaticString] {
            let length = prefix.utf8CodeUnitCount
            if name.count > length, name[slice: 0..<length].equalsIgnoringCase(prefix) {
                name = name[slice: length..<name.count]
            }
        }
        return name.count >= 8 && name[slice: 0..<8].equalsIgnoringCase("doorward")
    }
}
