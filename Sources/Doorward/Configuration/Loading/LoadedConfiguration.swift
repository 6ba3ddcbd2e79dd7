/// A configuration that can be used, and how it came to be.
public struct LoadedConfiguration: Sendable {
    public let configuration: DoorwardConfiguration
    /// Every key with its value as text and where it came from.
    public let effective: EffectiveConfiguration
    /// What is doubtful; no errors.
    public let warnings: [ConfigurationProblem]
    /// The file that was read, if any.
    public let file: String?
}
