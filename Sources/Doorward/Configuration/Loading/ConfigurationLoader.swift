/// Reads a configuration from its layers: flag > environment > file > default.
public enum ConfigurationLoader {
    /// The file that is read when none is named.
    public static let defaultPath = "doorward.yaml"

    /// Reads a configuration.
    ///
    /// - Parameters:
    ///   - path: The file. `nil` means what `DOORWARD_CONFIG` names, else `doorward.yaml`, which may then be missing
    ///     if the other layers say what must be said.
    ///   - environment: All variables of the process; only `DOORWARD_…` are looked at.
    ///   - flags: Key paths and values, such as `("upstream.url", "http://127.0.0.1:9000")`.
    /// - Throws: ``ConfigurationFailure`` with every problem when one of them is an error.
    public static func load(
        path: String?, environment: [String: String] = [:], flags: [(path: String, value: String)] = []
    ) throws(ConfigurationFailure) -> LoadedConfiguration {
        let named = path ?? environment["DOORWARD_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        let file = named ?? defaultPath
        var bytes: [UInt8]?
        var missing: ConfigurationProblem?
        do throws(ConfigurationFile.Failure) {
            bytes = try ConfigurationFile.read(file)
        } catch {
            let problem = ConfigurationProblem(
                keyPath: "", origin: .file(path: file, position: nil), message: error.message, hint: error.hint)
            guard error.isMissing, named == nil else { throw ConfigurationFailure([problem]) }
            missing = problem
        }
        var assembly = ConfigurationAssembly(bytes, path: file, environment: environment, flags: flags)
        if let missing, assembly.lacksRequired { assembly.problems.append(missing) }
        return try assembly.finish()
    }

    /// Reads a configuration from a text that is in memory already; `name` is what problems call it.
    public static func load(
        text: [UInt8], name: String = defaultPath, environment: [String: String] = [:],
        flags: [(path: String, value: String)] = []
    ) throws(ConfigurationFailure) -> LoadedConfiguration {
        var assembly = ConfigurationAssembly(text, path: name, environment: environment, flags: flags)
        return try assembly.finish()
    }
}
