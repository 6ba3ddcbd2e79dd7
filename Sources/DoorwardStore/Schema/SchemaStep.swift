/// One step of the schema; final once released.
struct SchemaStep: Sendable {
    let name: String
    let sqlite: String
    let postgreSQL: String

    /// A step with a text of its own for each database.
    init(name: String, sqlite: String, postgreSQL: String) {
        self.name = name
        self.sqlite = SQLDialect.sqlite.schema(sqlite)
        self.postgreSQL = SQLDialect.postgreSQL.schema(postgreSQL)
    }

    /// A step with one text for both, with the placeholders of ``SQLDialect/schema(_:)``.
    init(name: String, both text: String) {
        self.init(name: name, sqlite: text, postgreSQL: text)
    }

    func text(_ dialect: SQLDialect) -> String { dialect == .sqlite ? sqlite : postgreSQL }
}
