extension DoorwardConfiguration {
    /// How the pages look on which people sign in and agree.
    public struct Pages: Sendable, Equatable {
        /// What the pages call the service, at most 50 characters; empty for the manifest's name.
        public var name: String = ""
        /// The colour of buttons and links; `nil` for the built-in one.
        public var accent: Colour?
        /// The same where the reader prefers dark pages.
        public var accentDark: Colour?

        public init() {}
    }
}
