import Crypto
import CryptoExtras
import DoorwardJOSE
import Foundation

/// A key made for a test run, and the tokens that no honest provider would make with it.
struct TestKey: Sendable {
    enum Kind: Sendable {
        case rsa(_RSA.Signing.PrivateKey)
        case p256(P256.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
    }

    /// RSA keys take their time: two for the whole run.
    static let provider = rsa("key-1")
    static let stranger = rsa("key-1")

    let kind: Kind
    var keyID: String

    static func rsa(_ keyID: String) -> TestKey {
        guard let key = try? _RSA.Signing.PrivateKey(keySize: .bits2048) else { preconditionFailure("no RSA key") }
        return TestKey(kind: .rsa(key), keyID: keyID)
    }

    static func p256(_ keyID: String) -> TestKey { TestKey(kind: .p256(P256.Signing.PrivateKey()), keyID: keyID) }

    static func ed25519(_ keyID: String) -> TestKey {
        TestKey(kind: .ed25519(Curve25519.Signing.PrivateKey()), keyID: keyID)
    }

    /// The name in the header of an honest token.
    var algorithm: String {
        switch kind {
        case .rsa: "RS256"
        case .p256: "ES256"
        case .ed25519: "EdDSA"
        }
    }

    /// Header and payload joined and signed by the key, whatever the header says.
    func token(_ header: [String: JOSEValue], _ payload: [String: JOSEValue]) -> String {
        let input = Self.part(header) + "." + Self.part(payload)
        return input + "." + Base64URL.encode(signature(of: Array(input.utf8)))
    }

    /// The public half as a JWK.
    var jwk: [String: JOSEValue] {
        switch kind {
        case .rsa(let key):
            guard let numbers = try? key.publicKey.getKeyPrimitives() else { return [:] }
            return [
                "kty": .string("RSA"), "kid": .string(keyID), "use": .string("sig"),
                "n": .string(Base64URL.encode(Array(numbers.modulus))),
                "e": .string(Base64URL.encode(Array(numbers.publicExponent))),
            ]
        case .p256(let key):
            let point = Array(key.publicKey.x963Representation)
            return [
                "kty": .string("EC"), "kid": .string(keyID), "crv": .string("P-256"),
                "x": .string(Base64URL.encode(Array(point[1..<33]))),
                "y": .string(Base64URL.encode(Array(point[33...]))),
            ]
        case .ed25519(let key):
            return [
                "kty": .string("OKP"), "kid": .string(keyID), "crv": .string("Ed25519"),
                "x": .string(Base64URL.encode(Array(key.publicKey.rawRepresentation))),
            ]
        }
    }

    /// What somebody would take for a shared secret who confuses the algorithms.
    var publicText: String {
        if case .rsa(let key) = kind { key.publicKey.pemRepresentation } else { "" }
    }

    /// A token with an HMAC instead of a signature.
    static func hmac(_ secret: String, _ header: [String: JOSEValue], _ payload: [String: JOSEValue]) -> String {
        let input = part(header) + "." + part(payload)
        let code = HMAC<SHA256>.authenticationCode(
            for: Array(input.utf8), using: SymmetricKey(data: Array(secret.utf8)))
        return input + "." + Base64URL.encode(Array(code))
    }

    static func part(_ members: [String: JOSEValue]) -> String { Base64URL.encode(JSON.bytes(members)) }

    private func signature(of message: [UInt8]) -> [UInt8] {
        switch kind {
        case .rsa(let key):
            (try? key.signature(for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)).map {
                Array($0.rawRepresentation)
            } ?? []
        case .p256(let key): (try? key.signature(for: message)).map { Array($0.rawRepresentation) } ?? []
        case .ed25519(let key): (try? key.signature(for: message)).map { Array($0) } ?? []
        }
    }
}

/// JSON texts for answers.
enum JSON {
    static func bytes(_ members: [String: JOSEValue]) -> [UInt8] { object(members).encoded }

    static func object(_ members: [String: JOSEValue]) -> JOSEObject {
        JOSEObject(members.sorted { $0.key < $1.key }.map { JOSEObject.Member(name: $0.key, value: $0.value) })
    }
}
