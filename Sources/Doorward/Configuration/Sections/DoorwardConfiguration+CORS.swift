extension DoorwardConfiguration {
    /// Which web pages may call from a browser.
    public struct CORS: Sendable, Equatable {
        /// The origins that are answered with `Access-Control-Allow-Origin` (Fetch §3.2.3).
        public var origins: [Origin] = [
            Origin(scheme: .https, host: "chat.openai.com"), Origin(scheme: .https, host: "chatgpt.com"),
        ]

        public init() {}
    }
}
