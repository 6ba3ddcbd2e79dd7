internal import DoorwardOAuth

/// What a provider answers with the browser that comes back (RFC 6749 §4.1.2, RFC 9207).
struct CallbackAnswer {
    /// The longest code.
    static let longestCode = 4096
    /// RFC 6749 §4.1.2.1 and OpenID Connect Core §3.1.2.6.
    static let errors: Set<String> = [
        "invalid_request", "unauthorized_client", "access_denied", "unsupported_response_type", "invalid_scope",
        "server_error", "temporarily_unavailable", "interaction_required", "login_required",
        "account_selection_required", "consent_required", "invalid_request_uri", "invalid_request_object",
        "request_not_supported", "request_uri_not_supported", "registration_not_supported",
    ]

    let code: String
    let issuer: String?

    /// - Parameters:
    ///   - issuer: checks an `iss` that is there.
    ///   - needsIssuer: whether there must be one.
    init(
        _ parameters: Parameters, needsIssuer: Bool = false, issuer isExpected: (String) -> Bool = { _ in true }
    ) throws(ProviderFailure) {
        let code = try Self.value("code", of: parameters)
        let error = try Self.value("error", of: parameters)
        issuer = try Self.value("iss", of: parameters)
        // RFC 9207 §2.4, first, because an error of somebody else's is not this provider's either.
        if let issuer {
            guard isExpected(issuer) else { throw .untrue(.wrongIssuerParameter) }
        } else if needsIssuer {
            throw .untrue(.missingIssuerParameter)
        }
        guard code == nil || error == nil else { throw .untrue(.codeAndError) }
        if let error { throw Self.failure(error) }
        guard let code else { throw .untrue(.missingCode) }
        // RFC 6749 appendix A.11.
        guard code.utf8.count <= Self.longestCode, code.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw .untrue(.malformedCode)
        }
        self.code = code
    }

    private static func failure(_ error: String) -> ProviderFailure {
        switch error {
        case "access_denied": .denied
        case "temporarily_unavailable", "server_error": .unavailable("callback: \(error)")
        default: errors.contains(error) ? .untrue(error) : .untrue(.unregisteredError)
        }
    }

    private static func value(_ name: String, of parameters: Parameters) throws(ProviderFailure) -> String? {
        do throws(Rejection) { return try parameters.value(name) } catch { throw .untrue(.repeatedParameter) }
    }
}
