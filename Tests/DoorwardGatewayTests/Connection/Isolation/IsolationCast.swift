import DoorwardDocuments
import DoorwardSecrets

@testable import DoorwardGateway

/// Who takes part: callers with their keys, two upstreams, and the policies that follow one another.
struct IsolationCast: Sendable {
    private let lasting: [APIKeyRecord]
    private let rotating: [APIKeyRecord]
    private let upstreams: [HostileUpstream]
    private let limit: Int
    let keyTexts: [(lasting: String, rotating: String)]
    let documents: [[UInt8]]

    init(callers: Int, upstreams: [HostileUpstream], limit: Int, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let keys = (0..<callers).map { _ in (APIKey.generate(using: &random), APIKey.generate(using: &random)) }
        lasting = keys.enumerated().map {
            APIKeyRecord(of: $0.element.0, user: "user-\($0.offset)", createdAt: 1, using: &random)
        }
        rotating = keys.enumerated().map {
            APIKeyRecord(of: $0.element.1, user: "user-\($0.offset)", createdAt: 1, using: &random)
        }
        keyTexts = keys.map { ($0.0.text, $0.1.text) }
        self.upstreams = upstreams
        self.limit = limit
        documents = (0..<3).map { version in
            #"{"version":\#(version)"#.bytes + String(repeating: " ", count: version * 4000).bytes + "}".bytes
        }
    }

    /// Most updates keep the target, so that connections live on; some change the API, its credential and the limit.
    func target(_ version: Int) -> UpstreamTarget {
        let upstream = upstreams[version / 4 % upstreams.count]
        return UpstreamTarget(
            host: "127.0.0.1", port: upstream.port, authorization: Secret(utf8: upstream.credential),
            connections: limit - version / 8 % 2 * 4)
    }

    func policy(_ version: Int) throws -> GatePolicy {
        let records = version.isMultiple(of: 2) ? lasting : lasting + rotating
        let manifest = PublicDocument(
            path: "/.well-known/ai-plugin.json", contentType: "application/json",
            body: documents[version % documents.count])
        return try TestPolicy.make(
            .remote(target(version)),
            operations: ["GET", "HEAD", "DELETE", "POST", "PUT"].map { ($0, "/i/{id}") }, documents: [manifest],
            authenticator: .user(APIKeyRing(records: records), presentedAs: .bearer)
        ) {
            $0.authenticationName = "user_http"
            // Now and then patience is short: calls are given up while they wait, and their connections go on.
            if version % 3 == 1 { $0.timeouts.firstByte = .milliseconds(60) }
        }
    }
}
