/// What a ``FormBrowser`` asks.
public struct FormBrowserRequest: Sendable {
    /// `GET` or `POST`.
    public var method: String
    /// The path, with its query.
    public var target: String
    /// Header fields, names in lower case.
    public var fields: [(name: String, value: String)] = []
    public var body: [UInt8]

    public init(method: String, target: String, body: [UInt8] = []) {
        self.method = method
        self.target = target
        self.body = body
    }

    /// The path without its query.
    public var path: String { String(target.prefix { $0 != "?" }) }

    /// The query without its question mark; nil when there is none.
    public var query: String? {
        target.firstIndex(of: "?").map { String(target[target.index(after: $0)...]) }
    }
}
