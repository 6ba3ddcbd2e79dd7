/// What ``InMemoryAuthorizationStore`` throws.
public enum InMemoryStoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Something with this name, address or id exists already.
    case taken(String)
    /// Something that must be there first is not.
    case missing(String)
    /// What tests make it throw: the database cannot be reached.
    case unreachable

    public var description: String {
        switch self {
        case .taken(let what): "\(what) is taken; choose another"
        case .missing(let what): "\(what) is not there; create it first"
        case .unreachable: "the store cannot be reached"
        }
    }
}
