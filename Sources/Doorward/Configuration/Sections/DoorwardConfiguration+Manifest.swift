extension DoorwardConfiguration {
    /// The texts of the plugin manifest; an empty one is derived from the OpenAPI document and the public address.
    public struct Manifest: Sendable, Equatable {
        /// The name people see, at most 50 characters.
        public var nameForHuman: String = ""
        /// The name the model uses: a letter, then letters, digits and underscores, at most 50.
        public var nameForModel: String = ""
        /// At most 120 characters.
        public var descriptionForHuman: String = ""
        /// At most 8000 characters.
        public var descriptionForModel: String = ""
        /// Empty means `support@` and the public host.
        public var contactEmail: String = ""
        /// Empty means `/legal` of the public address.
        public var legalInfoURL: String = ""
        /// A picture file (png, jpeg, svg, webp); `nil` means the built-in placeholder.
        public var logo: String?
        /// A plain text file shown at `/legal`; `nil` means a generated text.
        public var legalFile: String?
        /// The tokens by which a service verifies the plugin, by the name of the service: `openai`.
        public var verificationTokens: [String: String] = [:]

        public init() {}
    }
}
