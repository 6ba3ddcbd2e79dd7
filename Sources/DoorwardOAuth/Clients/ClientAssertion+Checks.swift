public import DoorwardJOSE
public import DoorwardSecrets

extension ClientAssertion {
    /// An assertion that is right in every way but one: whether it was used before is for the store to say.
    public struct Proof: Sendable {
        /// Who it is, once the assertion has been taken as used.
        public let client: AuthenticatedClient
        /// What to take as used.
        public let use: SecretDigest
        /// Until when it must be remembered (Unix seconds).
        public let expiresAt: Int64
    }

    /// Verifies the assertion (RFC 7523 §3), in this order: signature by a key of the client and an algorithm that it
    /// registered, times, issuer, audience, and then what assertions have besides.
    ///
    /// - Parameters:
    ///   - audiences: the issuer, and the addresses that stand for it.
    ///   - now: Unix seconds.
    /// - Throws: `.clientAssertionInvalid`, and those of ``keys(of:)``.
    public func verify(
        _ client: ClientRecord, keys: JSONWebKeySet, audiences: [String], now: Int64
    ) throws(Rejection) -> Proof {
        _ = try self.keys(of: client)
        guard let profile = ClientProfile.named(client.profile) else { throw .unknownClient }
        let token = try verified(client, keys: keys, audiences: audiences, now: now)
        guard let subject = token.subject, subject.utf8.elementsEqual(client.id.utf8) else {
            throw .clientAssertionInvalid("sub is not iss")  // RFC 7523 §3, number 2
        }
        guard token.audience.count == 1 else { throw .clientAssertionInvalid("aud names several") }
        guard token.expiresAt - now <= Self.longestLifetime + Self.clockSkew else {
            throw .clientAssertionInvalid("exp is more than \(Self.longestLifetime) seconds ahead")
        }
        guard let id = token.tokenID, !id.isEmpty, id.utf8.count <= 512 else {
            throw .clientAssertionInvalid("jti is missing or longer than 512 bytes")  // number 7
        }
        let client = AuthenticatedClient(record: client, profile: profile, method: .privateKeyJWT, secret: nil)
        // A client id has no line end, so two clients never mean the same.
        return Proof(
            client: client, use: SecretDigest(hashing: Array("client assertion\n\(clientID)\n\(id)".utf8)),
            expiresAt: token.expiresAt + Self.clockSkew)
    }

    private func verified(
        _ client: ClientRecord, keys: JSONWebKeySet, audiences: [String], now: Int64
    ) throws(Rejection) -> VerifiedToken {
        let policy = VerificationPolicy(
            issuer: client.id, audiences: audiences, type: nil, algorithms: Self.algorithms(of: client),
            requiredClaims: ["sub", "jti"], clockSkew: Self.clockSkew)
        do throws(JOSEError) {
            return try TokenVerifier(keys: keys, policy: policy).verify(text, now: now)
        } catch {
            throw .clientAssertionInvalid(Self.words(error))
        }
    }

    /// The one that the client registered, or all.
    private static func algorithms(of client: ClientRecord) -> Set<SignatureAlgorithm> {
        guard let metadata = client.registration?.metadata,
            let object = try? Array(metadata.utf8).withUnsafeBytes({ try JOSEObject(parsing: $0) }),
            let name = object["token_endpoint_auth_signing_alg"]?.string
        else { return Set(algorithms) }
        return SignatureAlgorithm(name: name).map { [$0] } ?? []
    }

    /// Why, without a word of the assertion.
    private static func words(_ error: JOSEError) -> String {
        switch error {
        case .unknownKey: "no key of the client has its kid"
        case .expired: "it has expired"
        case .notYetValid, .issuedInFuture: "it is from the future"
        case .wrongAudience: "aud is not this server"
        case .wrongIssuer: "iss is not sub"
        case .unsupportedAlgorithm, .algorithmNotAllowed, .noKeyFits: "alg is not one that the client may use"
        case .invalidSignature: "the signature is wrong"
        case .missingClaim(let name): "\(name) is missing"
        case .malformedClaim(let name): "\(name) is malformed"
        default: "it is malformed"
        }
    }
}
