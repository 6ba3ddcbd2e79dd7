import Synchronization

/// What a world remembers from request to request.
final class ZooState: Sendable {
    struct Memory {
        /// Signed-in browsers, by their cookie.
        var sessions: Set<String> = []
        /// Authorization requests that wait for a person, by the id in the form.
        var pending: [String: ZooAuthorizationRequest] = [:]
        var codes: [String: ZooGrant] = [:]
        var accessTokens: [String: ZooGrant] = [:]
        var refreshTokens: [String: ZooGrant] = [:]
        /// Codes and refresh tokens that were used, and the family they belong to.
        var spent: [String: Int] = [:]
        var clients: [String: ZooClient] = [:]
        var families = 0
        var requests: [String] = []
    }

    private let memory = Mutex(Memory())

    func with<Result>(_ body: (inout Memory) -> Result) -> Result {
        memory.withLock { memory in body(&memory) }
    }

    /// A new name that nobody can guess.
    static func unguessable(_ kind: String) -> String {
        let parts = (0..<2).map { _ in String(UInt64.random(in: (1 << 60)...UInt64.max), radix: 16) }
        return "zoo-\(kind)-" + parts.joined()
    }
}

extension ZooState.Memory {
    /// Takes away every token that came from one consent.
    mutating func revoke(family: Int) {
        accessTokens = accessTokens.filter { $0.value.family != family }
        refreshTokens = refreshTokens.filter { $0.value.family != family }
    }
}

/// Somebody who may ask for codes.
struct ZooClient: Sendable {
    var id: String
    /// Nil for a public client.
    var secret: String?
    var redirectURIs: [String]
    /// Whether PKCE must be used; public clients must in any case.
    var needsPKCE = false
}

/// An authorization request that was found good.
struct ZooAuthorizationRequest: Sendable {
    var client: ZooClient
    var redirectURI: String
    /// As it came, decoded once; nothing says that it is text.
    var state: [UInt8]?
    var scope: String
    var challenge: String?
    var resource: String?
}

/// What a person allowed.
struct ZooGrant: Sendable {
    var clientID: String
    var redirectURI: String
    var scope: String
    var challenge: String?
    var resource: String?
    var family: Int
}
