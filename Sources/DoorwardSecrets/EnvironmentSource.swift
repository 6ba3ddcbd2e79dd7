/// Reads `env:NAME` from the process's environment.
public struct EnvironmentSource: SecretSource {
    private let environment: [String: String]

    public init(environment: [String: String]) {
        self.environment = environment
    }

    public var schemes: [String] { ["env"] }

    public func read(_ reference: SecretReference) async throws(SecretSourceError) -> [SecretVersion] {
        guard reference.fragment == nil else { throw .unexpectedFragment(scheme: reference.scheme) }
        guard let value = environment[reference.location] else { throw .noVariable(reference.location) }
        guard !value.isEmpty else { throw .empty }
        return [SecretVersion(secret: Secret(utf8: value))]
    }
}
