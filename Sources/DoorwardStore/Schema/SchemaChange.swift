/// The schema a database had and the one it has now; the same number when nothing was to be done.
public struct SchemaChange: Sendable, Equatable {
    /// How many steps had been taken before; 0 for a new database.
    public let from: Int
    /// How many have been taken now.
    public let to: Int
}
