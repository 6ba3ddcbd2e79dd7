/// One request of Vault's API, before it has a token.
struct VaultQuestion: Sendable {
    var method: String
    var path: VaultPath
    /// Without the question mark, escaped.
    var query: String
    var body: [UInt8]
    /// What a policy must allow for it, for the message when it does not: `read on secret/data/app`.
    var need: String

    init(_ method: String, _ path: VaultPath, query: String = "", body: [UInt8] = [], need: String? = nil) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
        self.need = need ?? "\(method == "GET" ? "read" : "update") on \(path.shown)"
    }
}
