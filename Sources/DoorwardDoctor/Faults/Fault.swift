/// A known way in which a set-up fails, and what to do about it.
public struct Fault: Sendable, Hashable {
    /// `P01` to `P13` for manifests, `A…` for APIs, `O…` for OAuth, `M…` for MCP.
    public let id: String
    /// What is wrong, in a few words.
    public let title: String
    /// The likely cause, in sentences.
    public let cause: String
    /// What to do, in concrete words.
    public let fix: String
    /// The same in the words of well-known stacks, by their names: `FastAPI`, `Express`, `nginx`, `Cloudflare`,
    /// `Auth0`, `Keycloak`.
    public let stacks: [Stack]
    /// What the client's user reads when it happens; empty when that is not known. A profile may have other words.
    public let shown: String

    public struct Stack: Sendable, Hashable {
        public let name: String
        public let fix: String

        public init(_ name: String, _ fix: String) {
            self.name = name
            self.fix = fix
        }
    }

    public init(
        _ id: String, _ title: String, cause: String, fix: String, stacks: [Stack] = [], shown: String = ""
    ) {
        self.id = id
        self.title = title
        self.cause = cause
        self.fix = fix
        self.stacks = stacks
        self.shown = shown
    }

    public static func == (left: Fault, right: Fault) -> Bool { left.id == right.id }
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension Fault {
    /// Every known fault, in the order of their ids.
    public static let all: [Fault] = pluginFaults + apiFaults + oauthFaults + mcpFaults + selfFaults

    /// The fault of an id.
    public static func named(_ id: String) -> Fault? { all.first { $0.id == id } }
}
