extension DoorwardConfiguration {
    /// How much one client may send.
    public struct Limits: Sendable, Equatable {
        /// Request line and header fields together, 1KiB…1MiB.
        public var head: ByteCount = 32768
        /// The body of a request.
        public var body: ByteCount = 134_217_728
        /// Connections from clients at the same time.
        public var connections: Int = 10000

        public init() {}
    }
}
