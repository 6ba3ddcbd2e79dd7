/// What an examination takes from its surroundings, so that tests can give it something else.
public struct ExaminationEnvironment: Sendable {
    /// Seconds since 1970.
    public var now: @Sendable () -> Double
    /// So many random bytes.
    public var random: @Sendable (Int) -> [UInt8]
    /// Waits.
    public var sleep: @Sendable (Duration) async -> Void
    /// Opens a link in the person's browser; false when that is not possible.
    public var openBrowser: @Sendable (String) async -> Bool
    /// Asks the person, with these words, for the address at which the browser ended; nil when nobody answers.
    public var askForAddress: @Sendable (String) async -> String?

    public init(
        now: @escaping @Sendable () -> Double, random: @escaping @Sendable (Int) -> [UInt8],
        sleep: @escaping @Sendable (Duration) async -> Void, openBrowser: @escaping @Sendable (String) async -> Bool,
        askForAddress: @escaping @Sendable (String) async -> String? = { _ in nil }
    ) {
        self.now = now
        self.random = random
        self.sleep = sleep
        self.openBrowser = openBrowser
        self.askForAddress = askForAddress
    }
}
