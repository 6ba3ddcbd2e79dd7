/// What ``InMemoryAuthorizationStore`` throws.
public enum InMemoryStoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Something with this name, address or id exists already.
    case taken(String)
    /// What tests make it throw: the database cannot be reached.
    case unreachable

    public var description: String {
        switch self {
        case .taken(let what): "\(what) is taken; choose another"
        case .unreachable: "the store cannot be reached"
        }
    }
}
