import DoorwardOAuth
import DoorwardSecrets

@testable import DoorwardGateway
@testable import DoorwardJOSE

/// A caller with a key, and what the gate judges its proofs by.
struct TestProofs {
    let key: SigningKey
    let now: Int64
    let nonce: ProofNonce

    init(now: Int64) throws {
        self.now = now
        key = try SigningKey.generate()
        nonce = try ProofNonce(master: [UInt8](repeating: 5, count: 32))
    }

    var thumbprint: JOSEValue { .string(key.keyID) }

    func policy(isRequired: Bool = false, replays: ProofReplays = ProofReplays()) -> ProofPolicy {
        ProofPolicy(nonce: nonce, origin: TokenFixture.issuer, isRequired: isRequired, replays: replays)
    }

    /// A proof for a call; `change` is applied to its claims before it is signed.
    func proof(
        _ method: String = "GET", _ path: String = "/read", token: String, id: String,
        change: (inout [String: JOSEValue]) -> Void = { _ in }
    ) throws -> String {
        let hash = SecretDigest(hashing: Array(token.utf8))
        var claims: [String: JOSEValue] = [
            "jti": .string(id), "htm": .string(method), "htu": .string(TokenFixture.issuer + path),
            "iat": .integer(now), "ath": .string(Base64URL.encode(hash.bytes)),
            "nonce": .string(nonce.current(at: now)),
        ]
        change(&claims)
        let jwk = try key.publicKey.serialized.withUnsafeBytes { try JOSEObject(parsing: $0) }
        let header = JOSEObject(["typ": .string("dpop+jwt"), "alg": .string("ES256"), "jwk": .object(jwk)])
        let payload = JOSEObject(claims.map { JOSEObject.Member(name: $0.key, value: $0.value) })
        let input = "\(Base64URL.encode(header.encoded)).\(Base64URL.encode(payload.encoded))"
        var signature = [UInt8](repeating: 0, count: 86)
        try Array(input.utf8).withUnsafeBytes { input in
            try signature.withUnsafeMutableBytes { try key.sign(input, into: $0) }
        }
        return input + "." + String(decoding: signature, as: UTF8.self)
    }
}
