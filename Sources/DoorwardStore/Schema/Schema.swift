/// The tables and how they came to be: forward only, one transaction a step.
enum Schema {
    /// A change is a new step at the end; a step that was released never changes.
    static let steps = [firstTables, OAuthSchema.step, IdentitiesSchema.step]

    /// What ``Store/check()`` looks for.
    static let checks: [SchemaCheck] = OAuthSchema.checks + IdentitiesSchema.checks

    /// Brings a database to the last step.
    ///
    /// - Parameter prepare: what is done when the database has turned out to be ours and before it is written to.
    /// - Throws: ``StoreError``; a database of another program or of a newer version is refused and left alone.
    static func migrate(
        _ connection: some SchemaConnection, name: String, steps: [SchemaStep],
        prepare: () throws(SQLFailure) -> Void
    ) throws(StoreError) -> SchemaChange {
        let found: (version: Int, isForeign: Bool)
        do { found = try connection.schemaState() } catch { throw .cannotOpen(path: name, cause: error.message) }
        guard !found.isForeign else { throw .foreign(path: name) }
        guard found.version <= steps.count else {
            throw .newerSchema(path: name, found: found.version, known: steps.count)
        }
        do { try prepare() } catch { throw .cannotOpen(path: name, cause: error.message) }
        var version = found.version
        while version < steps.count {
            do { version = try connection.take(steps[version], after: version) } catch {
                throw .migration(path: name, version: version + 1, cause: error.message)
            }
        }
        guard version == steps.count else { throw .newerSchema(path: name, found: version, known: steps.count) }
        return SchemaChange(from: found.version, to: version)
    }
}
