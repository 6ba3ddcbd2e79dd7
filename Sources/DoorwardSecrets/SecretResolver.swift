/// Reads references from the sources that know their schemes.
public struct SecretResolver: Sendable {
    private let sources: [any SecretSource]

    /// The first source that names a scheme answers for it.
    public init(sources: [any SecretSource]) {
        self.sources = sources
    }

    /// The sources that need no network: `env`, `file`, `dotenv`, `systemd`, and others besides.
    ///
    /// - Parameters:
    ///   - environment: the process's variables; `CREDENTIALS_DIRECTORY` in it names systemd's directory.
    ///   - baseDirectory: what relative paths are relative to: the configuration file's directory.
    public static func standard(
        environment: [String: String], baseDirectory: String, and others: [any SecretSource] = []
    ) -> SecretResolver {
        SecretResolver(
            sources: [
                EnvironmentSource(environment: environment),
                FileSource(baseDirectory: baseDirectory),
                DotenvSource(baseDirectory: baseDirectory),
                SystemdCredentialSource(directory: environment["CREDENTIALS_DIRECTORY"]),
            ] + others)
    }

    /// The schemes some source reads, in the sources' order.
    public var schemes: [String] { sources.flatMap(\.schemes) }

    /// Reads all references at once; a failure of one does not hide the others.
    public func resolve(_ references: [SecretReference]) async -> SecretResolution {
        let outcomes = await withTaskGroup(of: (Int, Outcome).self) { group in
            for (index, reference) in references.enumerated() {
                group.addTask { (index, await read(reference)) }
            }
            var outcomes = [Outcome?](repeating: nil, count: references.count)
            for await (index, outcome) in group { outcomes[index] = outcome }
            return outcomes
        }
        var resolution = SecretResolution()
        for case (let reference, .some(let outcome)) in zip(references, outcomes) {
            resolution.add(outcome, of: reference)
        }
        return resolution
    }

    typealias Outcome = Result<[SecretVersion], SecretSourceError>

    /// The source that answers for a reference.
    public func source(of reference: SecretReference) -> (any SecretSource)? {
        sources.first { $0.schemes.contains(reference.scheme) }
    }

    /// Reads one reference. A source from outside may break its promise; an empty secret must not come of it.
    func read(_ reference: SecretReference) async -> Outcome {
        guard let source = source(of: reference) else {
            return .failure(.unsupportedScheme(reference.scheme, supported: schemes))
        }
        do throws(SecretSourceError) {
            let versions = try await source.read(reference)
            guard !versions.isEmpty, versions.allSatisfy({ $0.secret.count > 0 }) else { return .failure(.empty) }
            return .success(versions)
        } catch {
            return .failure(error)
        }
    }
}

extension SecretResolution {
    fileprivate mutating func add(_ outcome: SecretResolver.Outcome, of reference: SecretReference) {
        switch outcome {
        case .failure(let error):
            problems.append(SecretProblem(reference: reference, reason: error.description))
        case .success(let versions):
            for version in versions {
                secrets.append(ResolvedSecret(reference: reference, version: version))
                warnings += version.warnings.map { SecretProblem(reference: reference, reason: $0) }
            }
        }
    }
}
