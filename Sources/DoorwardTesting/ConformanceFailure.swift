/// A store does not do what a check of ``StoreConformance`` asks.
public struct ConformanceFailure: Error, Sendable, Equatable {
    /// What the store must do: the name of the check.
    public let sentence: String
    /// What it did instead.
    public let seen: String
}

extension ConformanceFailure: CustomStringConvertible {
    public var description: String { "\(sentence): \(seen)" }
}
