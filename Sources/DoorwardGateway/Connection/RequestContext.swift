internal import DoorwardSecrets
internal import NIOCore

/// What is known of the request under way, for its answer, its upstream request and its log line.
///
/// One for each connection, used again for each of its requests: it is handed around a dozen times on the way of a call.
final class RequestContext {
    /// The 16 bytes behind the request id's text.
    var identifier: (UInt64, UInt64) = (0, 0)
    /// A request id that a trusted proxy gave, where it did.
    var givenIdentifier: String?
    var trace: TraceContext?
    var started = NIODeadline.uptimeNanoseconds(0)
    /// When the upstream was first spoken to, and when its answer began.
    var upstreamStarted: NIODeadline?
    var upstreamAnswered: NIODeadline?
    var method = HTTPMethod.get
    var isHTTP10 = false
    /// Whether the connection may be kept after the answer, as far as the request says.
    var keepAlive = true
    /// The address that the call came from, as far as trusted proxies tell.
    var client = ""
    var path: [UInt8] = []
    var operation = ""
    /// Which of the policy's operations it is, for counting.
    var operationIndex: Int?
    var caller = Caller.anonymous
    /// The signed statement of who calls, for the API.
    var identity: [UInt8]?
    /// The user's own token for the API, where it wants one.
    var userToken: [UInt8]?
    var admitted = false
    /// The key that was known and not accepted, for the audit trail.
    var refusedKey: APIKeyRecord?
    /// The token that was known and not enough, for the audit trail.
    var refusedToken: AccessTokenFacts?
    /// The word for why it was refused; empty when it was not.
    var refusal = ""
    var status = 0
    var bytesIn = 0
    var bytesOut = 0
    /// Lines that the answer carries besides its own: about cross-origin use, and the nonce for the next proof.
    var answerFields: [UInt8] = []
    /// Labels that the platform sends; never an identity.
    var conversation = ""
    var ephemeralUser = ""
    var gpt = ""
    /// The public origin where each request tells it.
    var origin: String?

    init() {}

    /// Forgets the last request, keeping the memory of a path of ordinary length.
    func reset() {
        method = .get
        givenIdentifier = nil
        trace = nil
        upstreamStarted = nil
        upstreamAnswered = nil
        isHTTP10 = false
        keepAlive = true
        if path.capacity > 1024 { path = [] } else { path.removeAll(keepingCapacity: true) }
        operation = ""
        operationIndex = nil
        caller = .anonymous
        identity = nil
        userToken = nil
        admitted = false
        refusedKey = nil
        refusedToken = nil
        refusal = ""
        status = 0
        bytesIn = 0
        bytesOut = 0
        answerFields = []
        conversation = ""
        ephemeralUser = ""
        gpt = ""
        origin = nil
    }

    /// The method for the log; a head that could not be read has none.
    var methodText: String { path.isEmpty ? "-" : method.text }

    /// The request id as text.
    var requestID: String {
        if let givenIdentifier { return givenIdentifier }
        var buffer = ByteBuffer()
        buffer.writeHexadecimal(identifier.0)
        buffer.writeHexadecimal(identifier.1)
        return buffer.readString(length: 32) ?? ""
    }

    func writeRequestID(to writer: inout ByteWriter) {
        if let givenIdentifier {
            writer.writeString(givenIdentifier)
        } else {
            writer.writeHexadecimal(identifier.0)
            writer.writeHexadecimal(identifier.1)
        }
    }
}
