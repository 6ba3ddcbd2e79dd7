internal import DoorwardDocuments
internal import DoorwardGateway
internal import DoorwardJOSE
internal import DoorwardOAuth
internal import DoorwardSecrets
import Synchronization

/// Somebody else's authorization server, whose tokens are accepted: its keys, fetched and kept, or its word.
final class ExternalIssuer: TokenResolver {
    private struct Keys {
        var set = JSONWebKeySet([])
        var fetchedAt: Int64 = .min
        var attemptedAt: Int64 = .min
        var fetching: Task<Void, Never>?
        var generation = 0
    }

    /// How it is asked about tokens (RFC 7662).
    struct Introspection: Sendable {
        let url: String
        let clientID: String
        let secret: Secret?
    }

    /// At most one fetch in so many seconds, whoever sends tokens with whatever `kid`.
    static let spacing: Int64 = 10
    /// Keys are fetched again after so many seconds without being asked to.
    static let freshness: Int64 = 600

    /// What the configuration says of it: while this is the same, so is the issuer.
    struct Terms: Sendable, Equatable {
        let oauth: DoorwardConfiguration.OAuth
        let publicURL: String
        let secret: SecretDigest?
    }

    let metadata: IssuerMetadata
    let audience: String
    let terms: Terms
    private let generationBase: Int
    private let introspection: Introspection?
    private let client: IssuerClient
    private let keys = Mutex(Keys())

    init(
        metadata: IssuerMetadata, audience: String, introspection: Introspection?, client: IssuerClient, terms: Terms,
        generationBase: Int
    ) {
        self.terms = terms
        self.generationBase = generationBase
        self.metadata = metadata
        self.audience = audience
        self.introspection = introspection
        self.client = client
    }

    var isAlwaysAsked: Bool { introspection != nil }

    /// Counts up with each change of the keys.
    var generation: Int { generationBase &+ keys.withLock { $0.generation } }

    /// Verifies tokens by the keys as they are now. Any of the types that issuers give access tokens will do, for most
    /// call them plain JWTs; what keeps an ID token out is its audience.
    var verifier: TokenVerifier {
        var policy = VerificationPolicy(
            issuer: metadata.issuer, audiences: [audience], type: "at+jwt",
            algorithms: [.es256, .es384, .es512, .rs256, .rs384, .rs512, .ps256, .ps384, .ps512, .edDSA],
            requiredClaims: ["sub"])
        policy.otherTypes = ["JWT", ""]
        return TokenVerifier(keys: keys.withLock { $0.set }, policy: policy)
    }

    func verdict(on token: [UInt8], now: Int64) async -> TokenVerdict {
        if let introspection { return await ask(introspection, about: token, now: now) }
        await refreshKeys(at: now)
        do throws(JOSEError) {
            return .valid(AccessTokenFacts(try verifier.verify(token, now: now)))
        } catch {
            return .invalid(error.word)
        }
    }

    // MARK: Keys

    /// Fetches the keys again, unless that was tried a moment ago; those who ask meanwhile wait for the same answer.
    func refreshKeys(at now: Int64) async {
        let task = keys.withLock { keys -> Task<Void, Never>? in
            if let fetching = keys.fetching { return fetching }
            guard keys.attemptedAt == .min || now - keys.attemptedAt >= Self.spacing else { return nil }
            keys.attemptedAt = now
            let task = Task { await self.fetchKeys(at: now) }
            keys.fetching = task
            return task
        }
        await task?.value
    }

    /// Whether the keys are old enough to be looked at again.
    func isStale(at now: Int64) -> Bool {
        introspection == nil && keys.withLock { $0.fetchedAt == .min || now - $0.fetchedAt >= Self.freshness }
    }

    private func fetchKeys(at now: Int64) async {
        // A failure keeps the last good keys.
        let fetched = try? await loadKeys()
        keys.withLock { keys in
            keys.fetching = nil
            guard let fetched else { return }
            keys.fetchedAt = now
            if fetched.serialized != keys.set.serialized { keys.generation += 1 }
            keys.set = fetched
        }
    }

    private func loadKeys() async throws(IssuerProblem) -> JSONWebKeySet {
        guard let url = metadata.jwksURL else { throw IssuerProblem("names no jwks_uri") }
        let bytes = try await client.get(url)
        do throws(JOSEError) {
            return try JSONWebKeySet(parsing: bytes)
        } catch {
            throw IssuerProblem("has keys that cannot be read: \(error)")
        }
    }

    /// Fetches the keys for the first time.
    func loadFirstKeys(at now: Int64) async throws(IssuerProblem) {
        guard introspection == nil else { return }
        let first = try await loadKeys()
        keys.withLock { keys in
            keys.set = first
            keys.fetchedAt = now
            keys.generation += 1
        }
    }

    // MARK: Its word

    private func ask(_ introspection: Introspection, about token: [UInt8], now: Int64) async -> TokenVerdict {
        var form = "token=\(FormText.encode(String(decoding: token, as: UTF8.self)))&token_type_hint=access_token"
        var authorization: String?
        if let secret = introspection.secret?.revealUTF8() {
            let pair = "\(FormText.encode(introspection.clientID)):\(FormText.encode(secret))"
            authorization = "Basic \(FormText.base64(pair))"
        } else {
            form += "&client_id=\(FormText.encode(introspection.clientID))"
        }
        guard
            let bytes = try? await client.post(form, to: introspection.url, authorization: authorization),
            let answer = try? JSONValue(parsing: bytes), answer.objectValue != nil
        else { return .unavailable }
        guard answer["active"]?.boolValue == true else { return .invalid("inactive_token") }
        // Some servers describe refresh tokens, too (RFC 7662 §4).
        let type = answer["token_type"]?.stringValue?.lowercased()
        guard [nil, "bearer", "access_token", "dpop"].contains(type) else { return .invalid("token_of_wrong_kind") }
        return facts(of: answer, now: now)
    }

    /// What it says must fit, as if it stood in a token (RFC 7662 §4).
    private func facts(of answer: JSONValue, now: Int64) -> TokenVerdict {
        if let issuer = answer["iss"]?.stringValue, issuer != metadata.issuer {
            return .invalid("token_of_another_issuer")
        }
        let audiences = answer["aud"]?.stringValue.map { [$0] } ?? answer["aud"]?.arrayValue?.compactMap(\.stringValue)
        guard audiences?.contains(audience) == true else { return .invalid("token_for_another_resource") }
        let expiresAt = answer["exp"]?.intValue.map(Int64.init) ?? now + 60
        guard expiresAt > now else { return .invalid("expired_token") }
        guard let subject = answer["sub"]?.stringValue ?? answer["client_id"]?.stringValue else {
            return .invalid("incomplete_token")
        }
        // Its word counts for a minute: whoever revokes there is heard here by then.
        return .valid(
            AccessTokenFacts(
                subject: subject, client: answer["client_id"]?.stringValue ?? "",
                scopes: answer["scope"]?.stringValue?.split(separator: " ").map(String.init) ?? [],
                expiresAt: min(expiresAt, now + 60), id: answer["jti"]?.stringValue,
                keyThumbprint: answer["cnf"]?["jkt"]?.stringValue))
    }
}
