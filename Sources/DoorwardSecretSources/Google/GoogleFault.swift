internal import DoorwardJOSE
internal import DoorwardSecrets

/// What an answer that is no success says: codes out of fixed lists, never Google's free text.
struct GoogleFault {
    let status: Int
    /// `PERMISSION_DENIED`, `invalid_grant`; `nil` when it is none that is known.
    let code: String?
    /// The `reason` of the error's details, such as `SERVICE_DISABLED`.
    let reason: String?
    private let retryAfter: Int64?

    /// The canonical codes of Google's APIs (google.rpc.Code) and the errors of OAuth (RFC 6749 §5.2, RFC 8693 §2.2.2).
    private static let codes: Set<String> = [
        "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
        "PERMISSION_DENIED", "UNAUTHENTICATED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE",
        "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "invalid_grant", "invalid_client", "invalid_request",
        "invalid_scope", "invalid_target", "unauthorized_client", "unsupported_grant_type", "access_denied",
        "admin_policy_enforced", "deleted_client", "disabled_client", "org_internal", "temporarily_unavailable",
        "server_error", "internal_failure", "slow_down", "rate_limit_exceeded",
    ]
    /// Out of google.api.ErrorReason, and OAuth's `error_subtype`.
    private static let reasons: Set<String> = [
        "SERVICE_DISABLED", "BILLING_DISABLED", "API_KEY_INVALID", "CONSUMER_SUSPENDED", "CONSUMER_INVALID",
        "ACCESS_TOKEN_EXPIRED", "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "ACCOUNT_STATE_INVALID", "USER_PROJECT_DENIED",
        "ACCESS_TOKEN_TYPE_UNSUPPORTED", "CREDENTIALS_MISSING", "IAM_PERMISSION_DENIED", "RATE_LIMIT_EXCEEDED",
        "SECURITY_POLICY_VIOLATED", "LOCATION_POLICY_VIOLATED", "RESOURCE_PROJECT_INVALID", "invalid_rapt",
    ]

    init(_ answer: SecretResponse) {
        status = answer.status
        retryAfter = answer.retryAfter
        let object = try? JOSEObject(answer.body, place: "")
        let error = object?["error"]?.object
        let code = error?["status"]?.string ?? object?["error"]?.string
        self.code = code.flatMap { Self.codes.contains($0) ? $0 : nil }
        let details = error?["details"]?.array?.prefix(16).compactMap { $0.object?["reason"]?.string } ?? []
        reason = (details + [object?["error_subtype"]?.string].compactMap { $0 }).first { Self.reasons.contains($0) }
    }

    /// `PERMISSION_DENIED (403)`, or `status 502`.
    var words: String {
        guard let code else { return "status \(status)" }
        return reason.map { "\(code), \($0) (\(status))" } ?? "\(code) (\(status))"
    }

    /// What is the same whoever answered: throttling, and that nothing works at the moment; else `nil`.
    func passing(_ place: String) -> SecretSourceError? {
        if status == 429 || code == "RESOURCE_EXHAUSTED" {
            return .throttled(
                reason: "\(place) asks for patience: \(words); ask less often, or have the quota raised",
                retryAfter: retryAfter)
        }
        guard status >= 500 || code == "temporarily_unavailable" || code == "UNAVAILABLE" else { return nil }
        return .unavailable(reason: "\(place) says \(words)")
    }
}
