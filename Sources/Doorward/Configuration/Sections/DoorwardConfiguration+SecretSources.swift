public import DoorwardSecrets

extension DoorwardConfiguration {
    /// How secrets are read and kept up to date, wherever they are.
    public struct SecretSources: Sendable, Equatable {
        /// How often each is read again, a tenth more or less; 1 second to 1 day.
        public var refresh: Duration = .seconds(60)
        /// How long a reading may take; 100 milliseconds to 5 minutes.
        public var timeout: Duration = .seconds(10)
        /// How long a value that its source no longer has is accepted still; at most 30 days.
        public var grace: Duration = .seconds(3600)
        /// The age of the last good reading from which on `/readyz` says that a secret is stale.
        public var staleAfter: Duration = .seconds(900)
        /// The programs that references `exec:…` may run.
        public var exec: [String] = []
        /// A PEM file of certificate authorities that secret managers are trusted by, besides the system's.
        public var caFile: String?

        public init() {}

        /// The same as the keeper wants it.
        public var keeping: SecretKeeping {
            SecretKeeping(
                refresh: max(1, refresh.components.seconds), grace: grace.components.seconds,
                staleAfter: staleAfter.components.seconds, timeout: timeout)
        }
    }

    /// How HashiCorp Vault or OpenBao is reached; what is not said comes from the variables that its own client reads.
    public struct Vault: Sendable, Equatable {
        public var address: EndpointURL?
        public var namespace: String?
        public var login: Login?
        /// Where the method is mounted; `nil` for the method's own name.
        public var loginMount: String?
        public var role: String?
        public var roleID: String?
        public var secretIDFile: String?
        public var jwtFile: String?

        public init() {}

        /// How Doorward says who it is.
        public enum Login: String, Sendable, Hashable, CaseIterable {
            case token, approle, kubernetes, jwt
        }
    }
}

extension DoorwardConfiguration.Vault.Login: ConfigurationChoice {}
