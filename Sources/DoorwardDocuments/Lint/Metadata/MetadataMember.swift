/// What a member of a metadata document holds, by its name (RFC 8414 section 2, RFC 9728 section 2, RFC 7591
/// section 2, OpenID Connect Discovery 1.0 section 3).
enum MetadataMember: String {
    case text = "a text"
    case url = "a URL"
    case texts = "an array of texts"
    case flag = "true or false"

    private static let flags: Set<String> = [
        "claims_parameter_supported", "request_parameter_supported", "request_uri_parameter_supported",
        "authorization_response_iss_parameter_supported", "client_id_metadata_document_supported",
        "backchannel_logout_supported", "backchannel_logout_session_supported", "frontchannel_logout_supported",
        "frontchannel_logout_session_supported", "backchannel_user_code_parameter_supported",
        "tls_client_certificate_bound_access_tokens", "dpop_bound_access_tokens", "dpop_bound_access_tokens_required",
        "native_sso_supported", "pre-authorized_grant_anonymous_access_supported",
    ]

    private static let arrays: Set<String> = [
        "authorization_servers", "protected_resources", "redirect_uris", "grant_types", "response_types", "contacts",
        "post_logout_redirect_uris", "request_uris", "default_acr_values",
    ]

    private static let names: Set<String> = [
        "issuer", "resource", "client_id", "client_name", "client_secret", "scope", "resource_name", "software_id",
        "software_version", "token_endpoint_auth_method", "application_type", "subject_type", "signed_metadata",
        "id_token_signed_response_alg", "token_endpoint_auth_signing_alg", "software_statement",
    ]

    private static let urls: Set<String> = [
        "service_documentation", "resource_documentation", "jwks_uri", "op_policy_uri", "op_tos_uri", "client_uri",
        "logo_uri", "tos_uri", "policy_uri", "resource_policy_uri", "resource_tos_uri", "sector_identifier_uri",
        "initiate_login_uri", "registration_client_uri", "check_session_iframe",
    ]

    /// What the standards say of a name; nil for names that they do not know.
    init?(named name: String) {
        if Self.flags.contains(name) || name.hasPrefix("require_") {
            self = .flag
        } else if Self.arrays.contains(name) || name.hasSuffix("_supported") {
            self = .texts
        } else if Self.urls.contains(name) || name.hasSuffix("_endpoint") {
            self = .url
        } else if Self.names.contains(name) {
            self = .text
        } else {
            return nil
        }
    }

    func fits(_ value: LocatedValue) -> Bool {
        switch self {
        case .text, .url: value.string != nil
        case .flag: value.bool != nil
        case .texts: value.kind == .array && value.elements.allSatisfy { $0.string != nil }
        }
    }
}
