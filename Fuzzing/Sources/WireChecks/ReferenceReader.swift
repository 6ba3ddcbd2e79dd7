import CNIOLLHTTP

/// Reads the bytes of a connection with the parser that NIO's HTTP/1 codec is made around (llhttp), set up and treated as
/// `NIOHTTP1.HTTPDecoder` does: strict, no leniency, no body for answers to `HEAD` and with 1xx, 204 and 304, the length
/// forgotten behind each message, no empty field name.
///
/// Three things are different. It does not leave a connection whose request asks for another protocol, but reads on as a server
/// that stays with HTTP/1.1 (RFC 9110 §7.8), as the gate does. An answer that has no body whatever its fields say does not end
/// the connection for want of a length (RFC 9112 §6.3); NIO asks before it has told the parser that there is no body. And
/// `close` in an interim answer does not stop it from reading the final one (RFC 9110 §15.2).
final class ReferenceReader {
    enum Kind: Equatable {
        case requests
        /// The answer to one request.
        case answer(toHEAD: Bool)
    }

    private enum Part { case none, name, value }

    private(set) var reading = WireReading()
    /// Where it stopped, when it refused something.
    private(set) var refusedAt = 0

    private let kind: Kind
    private let parser = UnsafeMutablePointer<llhttp_t>.allocate(capacity: 1)
    private let settings = UnsafeMutablePointer<llhttp_settings_t>.allocate(capacity: 1)
    private var message = WireMessage()
    private var part = Part.none
    private var isInTrailers = false

    init(_ kind: Kind) {
        self.kind = kind
        parser.initialize(to: llhttp_t())
        settings.initialize(to: llhttp_settings_t())
        c_nio_llhttp_settings_init(settings)
        setCallbacks()
        c_nio_llhttp_init(parser, kind == .requests ? HTTP_REQUEST : HTTP_RESPONSE, settings)
        parser.pointee.data = Unmanaged.passUnretained(self).toOpaque()
    }

    deinit {
        parser.deallocate()
        settings.deallocate()
    }

    static func read(_ bytes: [UInt8], as kind: Kind) -> ReferenceReader {
        let reader = ReferenceReader(kind)
        bytes.withUnsafeBytes { reader.read($0) }
        return reader
    }

    private func read(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        var offset = 0
        // It pauses behind each message, which tells where that ended.
        while offset < bytes.count {
            let result = c_nio_llhttp_execute_swift(parser, start + offset, bytes.count - offset)
            if result == HPE_OK { break }
            let place = c_nio_llhttp_get_error_pos(parser).map { UnsafeRawPointer($0) - start } ?? bytes.count
            guard result == HPE_PAUSED else {
                refusedAt = place
                reading.ending = .refused(String(cString: c_nio_llhttp_errno_name(result)))
                return
            }
            c_nio_llhttp_resume(parser)
            ended(at: place)
            offset = place
            if kind != .requests, let last = reading.messages.last, last.status >= 200 {
                reading.ending = .closed
                return
            }
        }
        // Only an answer can be ended by the connection's end.
        if kind != .requests, let last = reading.messages.last, last.framing == .untilClose, last.end == nil,
            [HPE_OK, HPE_PAUSED].contains(c_nio_llhttp_finish(parser))
        {
            ended(at: bytes.count)
            reading.ending = .closed
        }
    }

    private func ended(at place: Int) { reading.messages[reading.messages.count - 1].end = place }

    // MARK: What the parser tells

    private static func reader(_ parser: UnsafeMutablePointer<llhttp_t>?) -> ReferenceReader? {
        parser?.pointee.data.map { Unmanaged<ReferenceReader>.fromOpaque($0).takeUnretainedValue() }
    }

    private func setCallbacks() {
        settings.pointee.on_message_begin = { parser in
            ReferenceReader.reader(parser)?.began()
            return 0
        }
        settings.pointee.on_url = { parser, bytes, count in
            ReferenceReader.reader(parser)?.message.target += UnsafeRawBufferPointer(start: bytes, count: count)
            return 0
        }
        settings.pointee.on_status = { parser, bytes, count in
            ReferenceReader.reader(parser)?.message.reason += UnsafeRawBufferPointer(start: bytes, count: count)
            return 0
        }
        settings.pointee.on_header_field = { parser, bytes, count in
            ReferenceReader.reader(parser)?.readName(UnsafeRawBufferPointer(start: bytes, count: count))
            return 0
        }
        settings.pointee.on_header_value = { parser, bytes, count in
            let isRead =
                ReferenceReader.reader(parser)?.readValue(UnsafeRawBufferPointer(start: bytes, count: count)) ?? false
            return isRead ? 0 : -1
        }
        settings.pointee.on_headers_complete = { parser in
            guard let parser, let reader = ReferenceReader.reader(parser) else { return -1 }
            return reader.completeHead(parser)
        }
        settings.pointee.on_body = { parser, bytes, count in
            guard let reader = ReferenceReader.reader(parser) else { return -1 }
            reader.reading.messages[reader.reading.messages.count - 1].body += UnsafeRawBufferPointer(
                start: bytes, count: count)
            return 0
        }
        settings.pointee.on_message_complete = { parser in
            ReferenceReader.reader(parser)?.completeMessage()
            parser?.pointee.content_length = 0
            return CInt(HPE_PAUSED.rawValue)
        }
    }

    private func began() {
        message = WireMessage()
        part = .none
        isInTrailers = false
    }

    private func readName(_ bytes: UnsafeRawBufferPointer) {
        if part != .name { message.fields.append(WireMessage.Field(name: [], value: [])) }
        part = .name
        message.fields[message.fields.count - 1].name += bytes
    }

    private func readValue(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let last = message.fields.last, !last.name.isEmpty else { return false }
        part = .value
        message.fields[message.fields.count - 1].value += bytes
        return true
    }

    private func completeHead(_ parser: UnsafeMutablePointer<llhttp_t>) -> CInt {
        guard parser.pointee.http_major == 1 else { return -1 }
        message.minor = Int(parser.pointee.http_minor)
        let isChunked = parser.pointee.flags & UInt16(F_CHUNKED.rawValue) != 0
        message.framing = isChunked ? .chunked : .length(Int(clamping: parser.pointee.content_length))
        var skipsBody = false
        if case .answer(let toHEAD) = kind {
            message.status = Int(parser.pointee.status_code)
            skipsBody = toHEAD || message.status < 200 || message.status == 204 || message.status == 304
            if skipsBody {
                message.framing = .length(0)
                parser.pointee.flags |= UInt16(F_SKIPBODY.rawValue)
            } else if c_nio_llhttp_message_needs_eof(parser) != 0 {
                message.framing = .untilClose
            }
        } else {
            message.method = Array(
                String(cString: c_nio_llhttp_method_name(llhttp_method(UInt32(parser.pointee.method)))).utf8)
            parser.pointee.upgrade = 0
        }
        message.keepAlive = c_nio_llhttp_should_keep_alive(parser) != 0
        if kind != .requests, message.status < 200 { stayOpen(parser) }
        trimValues()
        reading.messages.append(message)
        message.fields = []
        part = .none
        return skipsBody ? 1 : 0
    }

    private func stayOpen(_ parser: UnsafeMutablePointer<llhttp_t>) {
        parser.pointee.flags &= ~UInt16(F_CONNECTION_CLOSE.rawValue)
        parser.pointee.flags |= UInt16(F_CONNECTION_KEEP_ALIVE.rawValue)
    }

    private func completeMessage() {
        trimValues()
        guard !reading.messages.isEmpty else { return }
        reading.messages[reading.messages.count - 1].trailers = message.fields
    }

    /// The parser leaves the white space behind a value in it (RFC 9112 §5 says that it is not part of it).
    private func trimValues() {
        for index in message.fields.indices { message.fields[index].value = message.fields[index].value.trimmed }
    }
}
