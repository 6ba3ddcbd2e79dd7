/// A place that keeps secrets: the environment, files, a cloud's secret manager.
public protocol SecretSource: Sendable {
    /// The schemes of the references it reads, such as `env`.
    var schemes: [String] { get }

    /// Reads every version that is live now, newest first; never an empty list and never an empty value.
    ///
    /// - Throws: ``SecretSourceError`` saying what is missing and what to do; never with a value in it.
    func read(_ reference: SecretReference) async throws(SecretSourceError) -> [SecretVersion]
}
