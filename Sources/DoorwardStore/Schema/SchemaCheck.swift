/// Something that must not be in the data, and the query that counts it.
struct SchemaCheck: Sendable {
    /// What is wrong when there is one, as in "a refresh token without its grant".
    let problem: String
    /// A `SELECT count(*) …` for both databases.
    let query: String

    init(_ problem: String, _ query: String) {
        self.problem = problem
        self.query = query
    }
}
