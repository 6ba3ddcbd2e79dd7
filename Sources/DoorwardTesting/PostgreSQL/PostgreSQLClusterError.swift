/// Why there is no PostgreSQL server for the tests.
public struct PostgreSQLClusterError: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
