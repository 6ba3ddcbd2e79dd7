extension DoorwardConfiguration {
    /// What is logged, and how.
    public struct Logging: Sendable, Equatable {
        public var format: Format = .auto
        public var level: Level = .info

        public init() {}

        /// The shape of a log line.
        public enum Format: String, Sendable, Hashable, CaseIterable {
            /// Text on a terminal, JSON otherwise.
            case auto
            case text
            case json
        }

        /// The least severe level that is logged.
        public enum Level: String, Sendable, Hashable, CaseIterable {
            case trace, debug, info, notice, warning, error
        }
    }
}

extension DoorwardConfiguration.Logging.Format: ConfigurationChoice {}
extension DoorwardConfiguration.Logging.Level: ConfigurationChoice {}
