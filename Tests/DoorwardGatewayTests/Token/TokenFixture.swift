import DoorwardDocuments
import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import Synchronization

@testable import DoorwardGateway

/// An issuer, its tokens, and policies that accept them.
struct TokenFixture {
    static let issuer = "https://door.example"
    let key: SigningKey
    let revoked = RevocationSet()

    init() throws { key = try SigningKey.generate() }

    /// A token; `change` is applied to the claims before it is signed.
    func token(
        scope: String = "read", now: Int64, life: Int64 = 6000, audience: String = issuer, id: String = "t1",
        type: String = "at+jwt", subject: String = "user-1", boundTo thumbprint: JOSEValue? = nil,
        by other: SigningKey? = nil
    ) throws -> String {
        var claims = ClaimsWriter()
        claims.add("iss", Self.issuer)
        claims.add("sub", subject)
        claims.add("aud", audience)
        claims.add("client_id", "client-1")
        claims.add("exp", now + life)
        claims.add("iat", now)
        claims.add("jti", id)
        claims.add("scope", scope)
        claims.add("gid", "grant-1")
        if let thumbprint { claims.add("cnf", .object(JOSEObject(["jkt": thumbprint]))) }
        return try TokenMinter(key: other ?? key, type: type).mintText(claims)
    }

    func tokenGuard(
        resolver: (any TokenResolver)? = nil, identity: (any IdentityMinting)? = nil, binding: ProofPolicy? = nil,
        knowsKey: Bool = true
    ) -> TokenGuard {
        TokenGuard(
            verifier: TokenVerifier(
                keys: JSONWebKeySet(knowsKey ? [key.publicKey] : []),
                policy: .accessToken(issuer: Self.issuer, audience: Self.issuer)),
            revoked: revoked, resourceMetadata: "\(Self.issuer)/.well-known/oauth-protected-resource",
            resolver: resolver, identity: identity, binding: binding)
    }

    /// `GET /read` needs `read`, `POST /write` needs `read` and `write`, `GET /any` a token, `GET /open` nothing.
    func policy(
        _ upstream: GatePolicy.Upstream, _ tokens: TokenGuard, keys: APIKeyRing? = nil
    ) throws -> GatePolicy {
        var operations = try [("GET", "/read"), ("POST", "/write"), ("GET", "/any")].map {
            try TestPolicy.operation($0.0, $0.1, id: String($0.1.dropFirst()))
        }
        operations.append(try TestPolicy.operation("GET", "/open", isPublic: true))
        return try TestPolicy.make(upstream, authenticator: .tokens(tokens, orKeys: keys)) { policy in
            policy.operations = operations
            policy.access = { operation in
                switch operation.operationID {
                case "read": OperationAccess(isPublic: false, alternatives: [["read"]])
                case "write": OperationAccess(isPublic: false, alternatives: [["read", "write"]])
                default: OperationAccess(isPublic: operation.isPublic, alternatives: [])
                }
            }
        }
    }
}

/// Answers what it is told to, after a moment, and counts.
final class TestResolver: TokenResolver {
    let isAlwaysAsked: Bool
    let answer: TokenVerdict
    private let count = Atomic<Int>(0)

    init(_ answer: TokenVerdict, isAlwaysAsked: Bool = false) {
        self.answer = answer
        self.isAlwaysAsked = isAlwaysAsked
    }

    var asked: Int { count.load(ordering: .relaxed) }

    func verdict(on token: [UInt8], now: Int64) async -> TokenVerdict {
        count.add(1, ordering: .relaxed)
        try? await Task.sleep(for: .milliseconds(20))
        return answer
    }
}
