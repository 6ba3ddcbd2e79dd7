/// What can go wrong behind the gate, and what the caller is told.
enum UpstreamFailure: Equatable, Sendable {
    case unreachable
    case connectTimeout
    /// Its certificate is not trusted, not for this name, or not valid now.
    case untrusted
    case exhausted
    case closedBeforeAnswer
    case closedDuringAnswer
    case malformed(WireRefusal)
    case firstByteTimeout
    case idleTimeout
    case totalTimeout

    var status: Int {
        switch self {
        case .unreachable, .untrusted, .closedBeforeAnswer, .closedDuringAnswer, .malformed: 502
        case .exhausted: 503
        case .connectTimeout, .firstByteTimeout, .idleTimeout, .totalTimeout: 504
        }
    }

    /// Further header lines of the answer.
    var fields: String { self == .exhausted ? "retry-after: 1\r\n" : "" }

    /// A stable word for metrics and logs.
    var reason: String {
        switch self {
        case .unreachable: "upstream_unreachable"
        case .connectTimeout: "upstream_connect_timeout"
        case .untrusted: "upstream_certificate"
        case .exhausted: "upstream_exhausted"
        case .closedBeforeAnswer: "upstream_closed"
        case .closedDuringAnswer: "upstream_truncated"
        case .malformed(let refusal): refusal.reason
        case .firstByteTimeout: "upstream_first_byte_timeout"
        case .idleTimeout: "upstream_idle_timeout"
        case .totalTimeout: "upstream_total_timeout"
        }
    }

    var detail: String {
        switch self {
        case .unreachable: "The API behind this door does not accept connections."
        case .connectTimeout: "The API behind this door did not accept a connection in time."
        case .untrusted: "The API behind this door did not prove that it is the one that is meant."
        case .exhausted: "All connections to the API behind this door are busy; try again shortly."
        case .closedBeforeAnswer: "The API behind this door closed the connection without answering."
        case .closedDuringAnswer: "The API behind this door broke off its answer."
        case .malformed(let refusal): refusal.detail
        case .firstByteTimeout: "The API behind this door did not begin to answer in time."
        case .idleTimeout: "The API behind this door stopped in the middle of its answer."
        case .totalTimeout: "The API behind this door did not finish its answer in time."
        }
    }
}
