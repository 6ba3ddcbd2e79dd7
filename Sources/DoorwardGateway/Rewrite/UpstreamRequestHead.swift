internal import DoorwardSecrets
internal import NIOCore

/// Writes the request that the API gets: what the caller sent, less what must not pass, and what the gate says of the caller.
///
/// Header fields of the caller that pass are copied as they came, in runs, in their order (RFC 9110 §7.6).
struct UpstreamRequestHead {
    let policy: CompiledPolicy
    let lines: UpstreamLines

    /// Writes the head.
    ///
    /// - Parameters:
    ///   - bytes: the bytes of the caller's head.
    ///   - path: the canonical path.
    func write(
        _ head: RequestHead, from bytes: UnsafeRawBufferPointer, path: UnsafeRawBufferPointer,
        of request: RequestContext, to buffer: inout ByteBuffer
    ) {
        // What the gate adds to a head is mostly below 600 bytes, a statement of who calls included below 1,200.
        let statements = (request.identity?.count ?? 0) + (request.userToken?.count ?? 0)
        buffer.fill(atLeast: bytes.count + 640 + statements) { writer in
            writer.write(head.method.name)
            writer.write(ByteClass.space)
            writer.write(lines.basePath)
            writer.write(path)
            if let query = head.query {
                writer.write(ByteClass.questionMark)
                writer.write(bytes[slice: query])
            }
            writer.write(lines.host)
            copyFields(of: head, from: bytes, to: &writer)
            writeFraming(head, to: &writer)
            writeIdentity(of: request, to: &writer)
            writeRoute(of: request, head, in: bytes, to: &writer)
            writer.writeLineEnd()
        }
    }

    private func copyFields(of head: RequestHead, from bytes: UnsafeRawBufferPointer, to writer: inout ByteWriter) {
        var run = 0..<0
        for field in head.fields {
            if field.name.isWithheldFromUpstream || isWithheld(field, of: head, in: bytes) {
                if field.name == .cookie { CookieFilter.copy(bytes[slice: field.valueRange], to: &writer) }
                continue
            }
            if run.upperBound == Int(field.nameStart) {
                run = run.lowerBound..<Int(field.lineEnd)
            } else {
                writer.write(bytes[slice: run])
                run = field.lineRange
            }
        }
        writer.write(bytes[slice: run])
    }

    /// The slow questions: a credential's own header, and fields that `Connection` names (RFC 9110 §7.6.1).
    private func isWithheld(_ field: HeadField, of head: RequestHead, in bytes: UnsafeRawBufferPointer) -> Bool {
        if let name = policy.credentialHeader,
            name.withUnsafeBytes({ bytes[slice: field.nameRange].equalsIgnoringCase($0) })
        {
            return true
        }
        return head.namesHopByHopFields && ConnectionOptions.name(field, among: head.fields, in: bytes)
    }

    private func writeFraming(_ head: RequestHead, to writer: inout ByteWriter) {
        switch head.framing {
        case .chunked: writer.write("transfer-encoding: chunked\r\n")
        case .length(let length):
            writer.write("content-length: ")
            writer.writeDecimal(length)
            writer.writeLineEnd()
        case .none, .untilClose:
            // A body of nothing is said in so many words where one is expected (RFC 9110 §8.6).
            if head.method == .post || head.method == .put || head.method == .patch {
                writer.write("content-length: 0\r\n")
            }
        }
    }

    private func writeIdentity(of request: RequestContext, to writer: inout ByteWriter) {
        switch request.caller {
        case .anonymous: writer.write("doorward-auth: none\r\n")
        case .service: writer.write("doorward-subject: service\r\ndoorward-auth: service_http\r\n")
        case .user(let record):
            writer.write("doorward-subject: ")
            SubjectText.write(record.user, to: &writer)
            writer.write("\r\ndoorward-auth: user_http\r\n")
            write(identity: request.identity, to: &writer)
        case .token(let caller): write(caller.entry.facts, identity: request.identity, to: &writer)
        }
        if let token = request.userToken {
            writer.write("doorward-user-token: ")
            writer.write(token)
            writer.writeLineEnd()
        }
        if let authorization = lines.authorization {
            writer.write("authorization: ")
            authorization.withUnsafeBytes { writer.write($0) }
            writer.writeLineEnd()
        }
    }

    private func write(_ facts: AccessTokenFacts, identity: [UInt8]?, to writer: inout ByteWriter) {
        writer.write("doorward-subject: ")
        SubjectText.write(facts.subject, to: &writer)
        writer.write("\r\ndoorward-auth: oauth\r\ndoorward-client: ")
        SubjectText.write(facts.client, to: &writer)
        writer.write("\r\ndoorward-scope: ")
        for (index, scope) in facts.scopes.enumerated() {
            if index > 0 { writer.write(ByteClass.space) }
            SubjectText.write(scope, to: &writer)
        }
        writer.writeLineEnd()
        write(identity: identity, to: &writer)
    }

    private func write(identity: [UInt8]?, to writer: inout ByteWriter) {
        guard let identity else { return }
        writer.write("doorward-identity: ")
        writer.write(identity)
        writer.writeLineEnd()
    }

    private func writeRoute(
        of request: RequestContext, _ head: RequestHead, in bytes: UnsafeRawBufferPointer, to writer: inout ByteWriter
    ) {
        writer.write("forwarded: for=")
        ForwardedFields.writeNode(request.client, to: &writer)
        writer.write(lines.forwarded)
        writer.writeString(request.client)
        writer.write(lines.route)
        request.writeRequestID(to: &writer)
        writer.writeLineEnd()
        guard let trace = request.trace else { return }
        writer.write("traceparent: 00-")
        writer.writeHexadecimal(trace.traceID.0)
        writer.writeHexadecimal(trace.traceID.1)
        writer.write(ByteClass.hyphen)
        writer.writeHexadecimal(trace.spanID)
        writer.write(trace.flags == 1 ? "-01\r\n" : "-00\r\n")
        guard trace.isContinued else { return }
        for field in head.fields where field.name == .tracestate { writer.write(bytes[slice: field.lineRange]) }
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
    static func write(_ text: String, to writer: inout ByteWriter) {
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            if byte > ByteClass.space, byte < 0x7F, byte != ByteClass.percent {
                writer.write(byte)
            } else {
                writer.write([ByteClass.percent, digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
    }
}

/// Cookies on their way to the API: all but Doorward's own.
enum CookieFilter {
    static func copy(_ value: UnsafeRawBufferPointer, to writer: inout ByteWriter) {
        var isFirst = true
        for pair in value.split(separator: 0x3B) {
            var pair = UnsafeRawBufferPointer(rebasing: pair)
            while let first = pair.first, first == ByteClass.space || first == ByteClass.tab {
                pair = pair[slice: 1..<pair.count]
            }
            guard !pair.isEmpty, !isOwn(pair) else { continue }
            writer.write(isFirst ? ("cookie: " as StaticString) : "; ")
            writer.write(pair)
            isFirst = false
        }
        if !isFirst { writer.writeLineEnd() }
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
