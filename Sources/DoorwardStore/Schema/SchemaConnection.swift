/// A connection that can bring a schema forward.
protocol SchemaConnection: SQLSession {
    /// How many steps were taken, and whether the database is somebody else's.
    func schemaState() throws(SQLFailure) -> (version: Int, isForeign: Bool)

    /// Takes one step in a transaction of its own and returns the version after it.
    ///
    /// The version is read again inside the transaction, under a lock: when another process took the step meanwhile,
    /// nothing is done.
    func take(_ step: SchemaStep, after version: Int) throws(SQLFailure) -> Int
}
