public import DoorwardSecrets

extension DoorwardConfiguration {
    /// What `auth: service_http` needs.
    public struct Service: Sendable, Equatable {
        /// Where the live secrets are kept; each of them is accepted.
        public var secrets: [SecretReference] = []
        /// How the assistant sends the secret.
        public var authorizationType: AuthorizationType = .bearer
        /// The header for ``AuthorizationType/custom``.
        public var header: String = "X-Api-Key"

        public init() {}

        /// How the assistant sends the secret.
        public enum AuthorizationType: String, Sendable, Hashable, CaseIterable {
            /// `Authorization: Bearer …` (RFC 6750 §2.1)
            case bearer
            /// `Authorization: Basic …` (RFC 7617 §2)
            case basic
            /// The value alone, in the header that ``Service/header`` names.
            case custom
        }
    }
}

extension DoorwardConfiguration.Service.AuthorizationType: ConfigurationChoice {}
