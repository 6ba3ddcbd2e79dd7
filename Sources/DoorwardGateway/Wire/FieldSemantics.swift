/// Collects what the header fields of a request say about its framing and its connection, and refuses contradictions.
struct FieldSemantics {
    private var hosts = 0
    private var host = 0..<0
    private var contentLength: Int?
    private var isChunked = false
    private var authorizations = 0
    private var closes = false
    private var keepsAlive = false
    private var namesFields = false
    private var expectsContinue = false
    private var webSocket = false

    /// Reads one field.
    mutating func read(_ field: HeadField, in bytes: UnsafeRawBufferPointer, isHTTP10: Bool) throws(WireRefusal) {
        let value = bytes[slice: field.valueRange]
        switch field.name {
        case .host:
            hosts += 1
            host = field.valueRange
        case .contentLength:
            // Sent twice is refused even when both agree: a list was parsed somewhere.
            guard contentLength == nil, let length = Self.decimal(value), !field.hasTabs(in: bytes) else {
                throw .contentLength
            }
            contentLength = length
        case .transferEncoding:
            guard !isHTTP10 else { throw .transferEncodingInOldVersion }
            guard !isChunked, !field.hasTabs(in: bytes) else { throw .transferEncoding }
            guard value.equalsIgnoringCase("chunked") else { throw .transferEncoding }
            isChunked = true
        case .authorization:
            authorizations += 1
            guard authorizations == 1 else { throw .duplicateCredential }
        case .connection:
            guard !field.hasTabs(in: bytes) else { throw .field }
            readConnection(value)
        case .expect:
            guard value.equalsIgnoringCase("100-continue") else { throw .expectation }
            expectsContinue = !isHTTP10
        case .upgrade:
            // Other protocols may be ignored (RFC 9110 §7.8); a WebSocket client would only wait in vain.
            webSocket = webSocket || Self.mentions("websocket", in: value)
        default: break
        }
    }

    /// Writes the result into the head, checking what only the whole can tell.
    func apply(
        to head: inout RequestHead, authority: Range<Int>?, in bytes: UnsafeRawBufferPointer
    ) throws(WireRefusal) {
        guard hosts == 1 || (hosts == 0 && head.isHTTP10 && authority == nil) else { throw .host }
        if hosts == 1 {
            let value = bytes[slice: host]
            guard AuthorityGrammar.isValid(value) else { throw .host }
            if let authority, !bytes[slice: authority].equalsIgnoringCase(value) { throw .host }
        }
        if isChunked {
            guard contentLength == nil else { throw .framing }
            head.framing = .chunked
        } else if let contentLength {
            head.framing = contentLength == 0 ? .none : .length(contentLength)
        }
        head.keepAlive = !closes && (!head.isHTTP10 || keepsAlive)
        head.namesHopByHopFields = namesFields
        head.expectsContinue = expectsContinue
        head.asksForWebSocket = webSocket
    }

    private mutating func readConnection(_ value: UnsafeRawBufferPointer) {
        ListGrammar.forEachElement(of: value) { element in
            if element.equalsIgnoringCase("close") {
                closes = true
            } else if element.equalsIgnoringCase("keep-alive") {
                keepsAlive = true
            } else {
                namesFields = true
            }
        }
    }

    private static func mentions(_ word: StaticString, in value: UnsafeRawBufferPointer) -> Bool {
        var found = false
        ListGrammar.forEachElement(of: value) { element in
            if element.equalsIgnoringCase(word) { found = true }
        }
        return found
    }

    /// One or more decimal digits that fit: no sign, no blank, no list (RFC 9110 §8.6).
    static func decimal(_ value: UnsafeRawBufferPointer) -> Int? {
        guard !value.isEmpty, value.count <= 18 else { return nil }
        var number = 0
        for byte in value {
            guard ByteClass.isDigit(byte) else { return nil }
            number = number * 10 + Int(byte - 0x30)
        }
        return number
    }
}

/// The value of `Host`: a name or an address, and perhaps a port (RFC 9110 §7.2, RFC 3986 §3.2.2).
enum AuthorityGrammar {
    static func isValid(_ value: UnsafeRawBufferPointer) -> Bool {
        guard !value.isEmpty, value.count <= 255 else { return false }
        var end = 0
        if value[0] == 0x5B {
            guard let bracket = value.firstIndex(of: 0x5D), bracket > 2,
                value[slice: 1..<bracket].allSatisfy({
                    ByteClass.hexValue($0) != nil || $0 == ByteClass.colon || $0 == ByteClass.dot
                })
            else { return false }
            end = bracket + 1
        } else {
            while end < value.count, value[end] != ByteClass.colon {
                guard ByteClass.isHost(value[end]), value[end] != 0x5B, value[end] != 0x5D else { return false }
                // No label is empty; a dot at the very end stands for the root.
                if value[end] == ByteClass.dot, end == 0 || value[end - 1] == ByteClass.dot { return false }
                end += 1
            }
            guard end > 0 else { return false }
        }
        if end == value.count { return true }
        guard value[end] == ByteClass.colon, value.count - end <= 6 else { return false }
        if end + 1 == value.count { return true }
        guard let port = FieldSemantics.decimal(value[slice: end + 1..<value.count]) else { return false }
        return port <= 65_535
    }
}

/// Comma-separated lists in field values (RFC 9110 §5.6.1).
enum ListGrammar {
    /// Calls `body` with each element that is not empty, without the blanks around it.
    static func forEachElement(of value: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
        var start = 0
        for index in 0...value.count where index == value.count || value[index] == ByteClass.comma {
            var low = start
            var high = index
            while low < high, value[low] == ByteClass.space || value[low] == ByteClass.tab { low += 1 }
            while high > low, value[high - 1] == ByteClass.space || value[high - 1] == ByteClass.tab { high -= 1 }
            if low < high { body(value[slice: low..<high]) }
            start = index + 1
        }
    }
}
