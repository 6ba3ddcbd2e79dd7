public import DoorwardSecrets
public import DoorwardStore

/// Opens the database that a configuration names.
public enum ConfiguredStore {
    /// Opens the database and brings its tables up to date.
    ///
    /// - Parameters:
    ///   - configuration: one with resolved paths, as the loader gives it.
    ///   - environment: where `env:` references are looked up.
    ///   - creating: whether a SQLite file is made where there is none.
    ///   - passwords: PostgreSQL's password where it was read before, the newest first; nil to read it.
    /// - Returns: nil for `database: none`, and for a file that is not there and not to be made.
    /// - Throws: ``StartFailure``, which names the key.
    public static func open(
        _ configuration: DoorwardConfiguration, environment: [String: String], creating: Bool = true,
        passwords: [Secret]? = nil, options: StoreOptions = StoreOptions()
    ) async throws(StartFailure) -> Store? {
        var options = options
        let location: StoreLocation
        switch configuration.database {
        case .none: return nil
        case .sqlite(let path):
            if !creating, FileStamp(path: path) == nil { return nil }
            location = .sqlite(path: path)
        case .postgres(let url):
            options.connections = configuration.databaseConnections
            var known = passwords ?? []
            if passwords == nil { known = try await self.passwords(configuration, environment: environment) }
            options.olderPasswords = Array(known.dropFirst())
            location = .postgres(url: url.connectionURL, password: known.first)
        }
        do throws(StoreError) {
            return try await Store.open(location, options: options)
        } catch {
            throw StartFailure(status(for: error), ["database: \(error)"])
        }
    }

    /// A server that is not there may come back; a wrong name or password, or another program's database, will not.
    private static func status(for error: StoreError) -> StartFailure.Status {
        guard case .cannotOpen(let path, let cause) = error, path.hasPrefix("postgres") else { return .configuration }
        let isRefusal = ["authentication", "does not exist", "certificate", "libpq"].contains { cause.contains($0) }
        return isRefusal ? .configuration : .unavailable
    }

    private static func passwords(
        _ configuration: DoorwardConfiguration, environment: [String: String]
    ) async throws(StartFailure) -> [Secret] {
        guard let reference = configuration.databasePassword else { return [] }
        let resolution = try await SecretAccess.read([reference], for: configuration, environment: environment)
        guard resolution.problems.isEmpty else {
            throw StartFailure(.configuration, resolution.problems.map { "database_password: \($0)" })
        }
        return resolution.secrets.map(\.secret)
    }
}
