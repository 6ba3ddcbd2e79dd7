/// Values of `WWW-Authenticate` for calls of the API (RFC 6750 §3, RFC 9728 §5.1).
///
/// Every challenge says where the metadata of the resource is, since clients begin there.
public struct BearerChallenge: Sendable, Equatable {
    /// The address of the metadata document.
    public var resourceMetadata: String

    public init(resourceMetadata: String) { self.resourceMetadata = resourceMetadata }

    /// 401 for a call without a token: no `error` (RFC 6750 §3.1).
    ///
    /// - Parameter scopes: what the call would need.
    public func missingToken(scopes: [String] = []) -> String { text([], scopes: scopes) }

    /// 401 for a token that is malformed, unknown, expired or revoked.
    public func invalidToken(scopes: [String] = []) -> String {
        text(
            [("error", "invalid_token"), ("error_description", "The access token is not valid or has ended")],
            scopes: scopes)
    }

    /// 403 for a token that may do too little; `scopes` are all that the call needs, not only those that are missing,
    /// so that one more round suffices.
    public func insufficientScope(_ scopes: [String]) -> String {
        text(
            [("error", "insufficient_scope"), ("error_description", "The call needs more scopes than the token has")],
            scopes: scopes)
    }

    /// 400 for a token in more than one place (RFC 6750 §2).
    public func invalidRequest() -> String {
        text(
            [("error", "invalid_request"), ("error_description", "The token must be sent in one way only")], scopes: [])
    }

    private func text(_ parameters: [(String, String)], scopes: [String]) -> String {
        var all = parameters
        if !scopes.isEmpty { all.append(("scope", scopes.joined(separator: " "))) }
        all.append(("resource_metadata", resourceMetadata))
        return "Bearer " + all.map { "\($0)=\"\(Self.quotable($1))\"" }.joined(separator: ", ")
    }

    /// A scope has neither quotes nor backslashes, nor has a metadata address; should one get here, it does no harm.
    private static func quotable(_ text: String) -> String {
        String(text.unicodeScalars.filter { $0 != "\"" && $0 != "\\" && (0x20...0x7E).contains($0.value) })
    }
}
