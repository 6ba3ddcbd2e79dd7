extension DoorwardConfiguration {
    /// The Prometheus endpoint.
    public struct Metrics: Sendable, Equatable {
        /// A loopback address; `nil` turns the endpoint off.
        public var listen: ListenAddress? = ListenAddress(host: "127.0.0.1", port: 9464)

        public init() {}
    }
}
