internal import DoorwardOAuth

/// What may be wrong with what a provider says; the raw values are the words in the log.
enum Untruth: String, CaseIterable {
    // What it is reached at.
    case addressRefused = "address_refused"
    case malformedEndpoint = "malformed_endpoint"
    case insecureEndpoint = "insecure_endpoint"
    case redirected = "redirected"
    case unexpectedStatus = "unexpected_status"
    case malformedAnswer = "malformed_answer"
    case answerTooLarge = "answer_too_large"

    // Its metadata and keys.
    case malformedDiscovery = "malformed_discovery"
    case wrongIssuer = "wrong_issuer"
    case missingEndpoint = "missing_endpoint"
    case noCommonAlgorithm = "no_common_algorithm"
    case noCommonClientAuthentication = "no_common_client_authentication"
    case malformedKeys = "malformed_keys"

    // The callback.
    case malformedVisit = "malformed_visit"
    case otherVisit = "other_visit"
    case visitOver = "visit_over"
    case repeatedParameter = "repeated_parameter"
    case codeAndError = "code_and_error"
    case missingCode = "missing_code"
    case malformedCode = "malformed_code"
    case wrongIssuerParameter = "wrong_iss_parameter"
    case missingIssuerParameter = "missing_iss_parameter"
    case unregisteredError = "unregistered_error"

    // The token endpoint.
    case malformedTokenAnswer = "malformed_token_answer"
    case wrongTokenType = "wrong_token_type"
    case missingIDToken = "missing_id_token"
    case clientRefused = "client_refused"
    case codeRefused = "code_refused"

    // The ID token.
    case malformedToken = "malformed_token"
    case algorithmNotAllowed = "algorithm_not_allowed"
    case wrongType = "wrong_type"
    case unknownKey = "unknown_key"
    case wrongSignature = "wrong_signature"
    case missingClaim = "missing_claim"
    case malformedClaim = "malformed_claim"
    case expired = "expired"
    case notYetValid = "not_yet_valid"
    case issuedInFuture = "issued_in_future"
    case issuedLongAgo = "issued_long_ago"
    case wrongAudience = "wrong_audience"
    case wrongAuthorizedParty = "wrong_authorized_party"
    case missingAuthorizedParty = "missing_authorized_party"
    case missingNonce = "missing_nonce"
    case wrongNonce = "wrong_nonce"
    case wrongTokenHash = "wrong_token_hash"
    case missingSubject = "missing_subject"
    case malformedSubject = "malformed_subject"
    case malformedTenant = "malformed_tenant"
    case wrongTenant = "wrong_tenant"

    // The user information.
    case signedUserInfo = "signed_user_info"
    case malformedUserInfo = "malformed_user_info"
    case userInfoOfAnother = "user_info_of_another"
    case userInfoRefused = "user_info_refused"
}

extension ProviderFailure {
    static func untrue(_ untruth: Untruth) -> ProviderFailure { .untrue(untruth.rawValue) }
}
