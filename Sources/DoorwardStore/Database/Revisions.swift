/// The revisions of the topics as they were last seen.
///
/// They are in the database, so whoever missed a notification finds out by looking.
struct Revisions: Sendable {
    /// Every topic with its revision.
    static let query = "SELECT name, value FROM revision"

    /// Counts a topic on.
    static let bump = """
        INSERT INTO revision (name, value) VALUES ($1, 1)
        ON CONFLICT (name) DO UPDATE SET value = revision.value + 1
        """

    private var seen: [String: Int64]?

    /// Takes note of the revisions and returns the topics that changed since the last time; none the first time.
    mutating func note(_ rows: [SQLRow]) throws(SQLFailure) -> [String] {
        var now: [String: Int64] = [:]
        for row in rows { now[try row.text(0)] = try row.integer(1) }
        defer { seen = now }
        guard let seen else { return [] }
        return now.filter { seen[$0.key] != $0.value }.keys.sorted()
    }
}
