internal import DoorwardJOSE
internal import DoorwardSecrets

/// An answer of AWS that is not 200.
///
/// Source: AWS Secrets Manager API Reference and AWS Systems Manager API Reference, "Common Error Types".
struct AWSFault {
    let status: Int
    /// The error's code, when it is written as codes are: it is shown, and the answer's text is not.
    let code: String?
    let retryAfter: Int64?
    /// Whether the text speaks of the Key Management Service.
    private let isAboutKeys: Bool

    init(_ response: SecretResponse) {
        status = response.status
        retryAfter = response.retryAfter
        let text = String(decoding: response.body.prefix(65536), as: UTF8.self)
        isAboutKeys = text.contains("KMS") || text.contains("kms:")
        code = Self.code(response).flatMap { raw in
            // `com.amazonaws.service#Code`, and `Code:http://…` in the header.
            let name = raw.split(separator: "#").last?.prefix { $0 != ":" } ?? ""
            // Letters alone: a key or a token would have digits.
            let isName = name.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) }
            return isName && (1...64).contains(name.utf8.count) ? String(name) : nil
        }
    }

    /// JSON 1.1 has `__type`; the query protocol XML; some front ends the header alone.
    private static func code(_ response: SecretResponse) -> String? {
        if let object = try? JOSEObject(response.body, place: "") {
            return object["__type"]?.string ?? object["code"]?.string ?? response.header("x-amzn-errortype")
        }
        if let document = AWSDocument(response.body) {
            return document.text("ErrorResponse/Error/Code") ?? document.text("ErrorResponse/Errors/Error/Code")
        }
        return response.header("x-amzn-errortype")
    }

    var isThrottling: Bool {
        status == 429
            || [
                "ThrottlingException", "Throttling", "ThrottledException", "TooManyRequestsException",
                "RequestLimitExceeded", "RequestThrottled", "RequestThrottledException", "BandwidthLimitExceeded",
                "TooManyUpdates", "PriorRequestNotComplete", "SlowDown",
            ].contains(code)
    }

    /// The request was signed at a wrong time, perhaps; a wrong secret key is refused with the same codes.
    var isAboutTime: Bool {
        [
            "RequestTimeTooSkewed", "InvalidSignatureException", "SignatureDoesNotMatch", "RequestExpired",
            "RequestInTheFuture", "AuthFailure",
        ].contains(code)
    }

    var isExpired: Bool {
        ["ExpiredTokenException", "ExpiredToken", "TokenRefreshRequired"].contains(code) || isUnknownKey
    }

    private var isUnknownKey: Bool {
        ["UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId"].contains(code)
    }

    /// What to tell.
    ///
    /// - Parameters:
    ///   - place: who answered: `Secrets Manager in eu-central-1`.
    ///   - permission: what the role or user needs for the request: `secretsmanager:GetSecretValue`.
    ///   - origin: where the credentials came from.
    func error(from place: String, permission: String, origin: String) -> SecretSourceError {
        let said = "\(place) says \(code ?? "status \(status)")"
        if isThrottling {
            return .throttled(reason: "\(said): too many requests at the moment", retryAfter: retryAfter)
        }
        if status >= 500 { return .unavailable(reason: "\(said), three times over") }
        switch code {
        case "AccessDeniedException", "AccessDenied", "NotAuthorized", "UnauthorizedOperation":
            return .denied(reason: "\(said): \(origin) needs \(isAboutKeys ? "kms:Decrypt for its key" : permission)")
        case "DecryptionFailure", "InvalidKeyId", "EncryptionFailure", "KMSAccessDeniedException":
            return .denied(
                reason: "\(said): \(origin) needs kms:Decrypt (to write, kms:GenerateDataKey too) for its key")
        case "ExpiredTokenException", "ExpiredToken", "TokenRefreshRequired":
            return .denied(reason: "\(said): the credentials of \(origin) have expired; get new ones")
        case "IDPCommunicationError", "InvalidIdentityToken", "IDPRejectedClaim":
            return .denied(reason: "\(said): the token of \(origin) is not accepted; look at the role's trust policy")
        case _ where isUnknownKey:
            return .denied(
                reason: "\(said): the access key of \(origin) is not known there (deleted, or another region's)")
        case _ where isAboutTime:
            return .denied(
                reason: "\(said): the secret access key of \(origin) does not belong to its access key, or this "
                    + "machine's clock is wrong")
        case "ResourceNotFoundException", "ParameterNotFound", "ParameterVersionNotFound":
            return .notFound(reason: "\(said): there is nothing of this name and version; look at region and name")
        case "InvalidRequestException":
            return .notFound(reason: "\(said): the secret is marked for deletion, or managed by another service")
        case "ValidationException", "InvalidParameterException", "ValidationError":
            return .badReference(reason: "\(said): the name is not one that it can have; correct it")
        case nil where status == 401 || status == 403:
            return .denied(reason: "\(said) without a code of AWS's; is there a proxy in between?")
        case nil: return .malformed(reason: "\(said) without a code of AWS's; is there a proxy in between?")
        default:
            return status == 401 || status == 403
                ? .denied(reason: "\(said): needs \(permission)") : .malformed(reason: said)
        }
    }
}
