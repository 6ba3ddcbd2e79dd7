import Crypto
import CryptoExtras

/// A public key that was parsed once and verifies many signatures.
enum VerificationKey: Sendable {
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case p521(P521.Signing.PublicKey)
    case rsa(_RSA.Signing.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)

    /// Refuses points that are not on their curve and RSA keys that are too small, too large or weak.
    init(_ parameters: PublicKeyParameters) throws(KeyRefusal) {
        switch parameters {
        case .ellipticCurve(let curve, let x, let y): self = try Self.point([4] + x + y, on: curve)
        case .rsa(let modulus, let exponent):
            try RSAKeyChecks.check(modulus: modulus, exponent: exponent)
            do { self = .rsa(try _RSA.Signing.PublicKey(n: modulus, e: exponent)) } catch { throw .weakKey }
        case .ed25519(let x):
            do { self = .ed25519(try Curve25519.Signing.PublicKey(rawRepresentation: x)) } catch {
                throw .invalidPoint
            }
        }
    }

    private static func point(_ bytes: [UInt8], on curve: EllipticCurve) throws(KeyRefusal) -> VerificationKey {
        do {
            switch curve {
            case .p256: return .p256(try P256.Signing.PublicKey(x963Representation: bytes))
            case .p384: return .p384(try P384.Signing.PublicKey(x963Representation: bytes))
            case .p521: return .p521(try P521.Signing.PublicKey(x963Representation: bytes))
            }
        } catch { throw .invalidPoint }
    }

    /// Whether the signature is right; an algorithm that is not the key's own never is (RFC 8725 §3.1).
    func isValid(
        _ signature: UnsafeRawBufferPointer, of message: UnsafeRawBufferPointer, by algorithm: SignatureAlgorithm
    ) -> Bool {
        switch (self, algorithm) {
        case (.p256(let key), .es256):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: SHA256.hash(data: message))
        case (.p384(let key), .es384):
            guard let signature = try? P384.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: SHA384.hash(data: message))
        case (.p521(let key), .es512):
            guard let signature = try? P521.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: SHA512.hash(data: message))
        case (.ed25519(let key), .edDSA): return key.isValidSignature(signature, for: message)
        case (.rsa(let key), _): return Self.isValid(signature, of: message, by: algorithm, key: key)
        default: return false
        }
    }

    private static func isValid(
        _ signature: UnsafeRawBufferPointer, of message: UnsafeRawBufferPointer, by algorithm: SignatureAlgorithm,
        key: _RSA.Signing.PublicKey
    ) -> Bool {
        let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
        switch algorithm {
        case .rs256:
            return key.isValidSignature(signature, for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
        case .rs384:
            return key.isValidSignature(signature, for: SHA384.hash(data: message), padding: .insecurePKCS1v1_5)
        case .rs512:
            return key.isValidSignature(signature, for: SHA512.hash(data: message), padding: .insecurePKCS1v1_5)
        case .ps256: return key.isValidSignature(signature, for: SHA256.hash(data: message), padding: .PSS)
        case .ps384: return key.isValidSignature(signature, for: SHA384.hash(data: message), padding: .PSS)
        case .ps512: return key.isValidSignature(signature, for: SHA512.hash(data: message), padding: .PSS)
        case .es256, .es384, .es512, .edDSA: return false
        }
    }
}
