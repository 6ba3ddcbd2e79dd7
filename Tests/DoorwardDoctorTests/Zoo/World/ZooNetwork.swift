/// How hosts are reached: which ports speak HTTP without TLS, and what certificates the others show.
struct ZooNetwork: Sendable {
    enum TLS: Sendable, Hashable, CaseIterable {
        case good, selfSigned, expired, wrongName, unknownAuthority, oldVersion
    }

    /// `host:port` that speak plain HTTP on purpose; port 80 of any host redirects.
    var plain: Set<String> = []
    var certificates: [String: TLS] = [:]
    /// Ports besides 443 that speak TLS.
    var otherPorts: Set<Int> = []
    /// Hosts at which nothing listens on port 443.
    var closed: Set<String> = []

    func speaksPlainly(_ host: String, _ port: Int) -> Bool { plain.contains("\(host):\(port)") }

    func certificate(_ host: String) -> TLS { certificates[host] ?? .good }

    /// Every name of the zoo.
    static let hosts = [
        "example.test", "www.example.test", "api.example.test", "www.api.example.test", "v1.api.example.test",
        "other.example.test", "auth.example.test", "mcp.example.test", "backend.example.test", "www.elsewhere.test",
        "elsewhere.test", "auth.elsewhere.test",
    ]
}
