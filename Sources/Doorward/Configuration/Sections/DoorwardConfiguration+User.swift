extension DoorwardConfiguration {
    /// What `auth: user_http` needs.
    public struct User: Sendable, Equatable {
        /// How the assistant sends the user's key.
        public var authorizationType: AuthorizationType = .bearer

        public init() {}

        /// How the assistant sends the user's key.
        public enum AuthorizationType: String, Sendable, Hashable, CaseIterable {
            /// `Authorization: Bearer …` (RFC 6750 §2.1)
            case bearer
            /// `Authorization: Basic …` (RFC 7617 §2)
            case basic
        }
    }
}

extension DoorwardConfiguration.User.AuthorizationType: ConfigurationChoice {}
