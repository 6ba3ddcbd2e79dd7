extension DoorwardConfiguration {
    /// How long the parts of a request may take.
    public struct Timeouts: Sendable, Equatable {
        /// From the first byte of a request to the end of its head.
        public var head: Duration = .seconds(10)
        /// Between two requests on a kept-alive connection.
        public var idle: Duration = .seconds(75)
        /// Without a byte of the request's body.
        public var body: Duration = .seconds(30)
        /// To connect to the upstream.
        public var connect: Duration = .seconds(5)
        /// Until the upstream's first byte.
        public var firstByte: Duration = .seconds(45)
        /// Silence in the middle of the upstream's answer.
        public var upstreamIdle: Duration = .seconds(30)
        /// The whole request; not for `text/event-stream`.
        public var total: Duration = .seconds(45)
        /// How long a graceful stop waits for what is in flight.
        public var drain: Duration = .seconds(30)

        public init() {}
    }
}
