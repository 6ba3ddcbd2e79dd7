/// The head of one HTTP/1 request: what the gate must know of it, and where everything stands in the bytes that came.
///
/// All ranges are offsets from the head's first byte. Only ``RequestHeadParser`` makes one that means anything.
struct RequestHead {
    var method = HTTPMethod.get
    /// The path of the target, as it came: clean, absolute, but perhaps with percent-escapes.
    var path = 0..<0
    /// The query without its question mark; nil where there is none.
    var query: Range<Int>?
    /// Whether the path holds percent-escapes and so must be brought to its canonical form before it is matched.
    var pathHasEscapes = false
    var isHTTP10 = false
    var framing = BodyFraming.none
    /// Whether the connection may carry another request after this one (RFC 9112 §9.3).
    var keepAlive = true
    var expectsContinue = false
    var asksForWebSocket = false
    /// Whether a `Connection` field names anything beside `close` and `keep-alive`: those fields are dropped as well.
    var namesHopByHopFields = false
    /// The header lines, in order.
    var fields: [HeadField] = []
    /// The number of bytes of the whole head, with the empty line.
    var length = 0

    /// The first field of this name.
    @inline(__always)
    func first(_ name: FieldName) -> HeadField? {
        for field in fields where field.name == name { return field }
        return nil
    }

    /// The index of the field that has this lower-case name, for names the gate learns from its configuration; nil when it
    /// is absent, ``WireRefusal/duplicateCredential`` when it came more than once.
    func single(named lowercase: [UInt8], in bytes: UnsafeRawBufferPointer) throws(WireRefusal) -> HeadField? {
        var found: HeadField?
        for field in fields {
            let same = lowercase.withUnsafeBytes { bytes[slice: field.nameRange].equalsIgnoringCase($0) }
            guard same else { continue }
            guard found == nil else { throw .duplicateCredential }
            found = field
        }
        return found
    }
}

/// How the length of a message body is told (RFC 9112 §6).
enum BodyFraming: Equatable, Sendable {
    case none
    /// So many bytes.
    case length(Int)
    case chunked
    /// Until the connection ends; answers only.
    case untilClose
}

/// How much of a head is accepted.
struct HeadLimits: Sendable {
    /// Bytes of the whole head.
    var head = 32 << 10
    /// Bytes of the request target.
    var target = 8 << 10
    /// Number of header fields.
    var fields = 128
}
