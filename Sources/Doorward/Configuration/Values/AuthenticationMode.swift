/// How callers prove who they are.
public enum AuthenticationMode: String, Sendable, Hashable, CaseIterable {
    /// Everybody may call what is documented.
    case none
    /// One secret that the assistant's service holds for all its users.
    case serviceHTTP = "service_http"
    /// Each user's own key, issued by `doorward key issue`.
    case userHTTP = "user_http"
    /// OAuth 2.1 access tokens, of Doorward's own authorization server or of somebody else's.
    case oauth
}

extension AuthenticationMode: ConfigurationChoice {
    /// The modes, for hints.
    static let availableWords = "none, service_http, user_http or oauth"

    /// Reads the name of a mode.
    public init(parsing text: String) throws(ConfigurationValueError) {
        guard let mode = AuthenticationMode(rawValue: text) else {
            throw ConfigurationValueError("\(text.echoed) is not known", hint: "write \(Self.availableWords)")
        }
        self = mode
    }
}
