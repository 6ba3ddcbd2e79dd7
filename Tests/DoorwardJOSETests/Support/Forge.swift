import Crypto
import CryptoExtras
import Foundation

@testable import DoorwardJOSE

/// Makes tokens that no honest issuer would: any header, any payload, signed with a real key.
struct Forge {
    enum Key {
        case p256(P256.Signing.PrivateKey)
        case p384(P384.Signing.PrivateKey)
        case p521(P521.Signing.PrivateKey)
        case rsa(_RSA.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
    }

    /// One key of each kind, made once: RSA keys take their time.
    static let p256 = Forge(.p256(P256.Signing.PrivateKey()))
    static let p384 = Forge(.p384(P384.Signing.PrivateKey()))
    static let p521 = Forge(.p521(P521.Signing.PrivateKey()))
    static let ed25519 = Forge(.ed25519(Curve25519.Signing.PrivateKey()))
    static let rsaKey = try? _RSA.Signing.PrivateKey(keySize: .bits2048)
    static var rsa: Forge? { rsaKey.map { Forge(.rsa($0)) } }

    /// A P-256 key that nobody trusts.
    static func stranger() -> Forge { Forge(.p256(P256.Signing.PrivateKey())) }

    let key: Key

    init(_ key: Key) { self.key = key }

    /// The parts encoded, joined and signed; the algorithm says how, whatever the header claims.
    func token(_ header: String, _ payload: String, by algorithm: SignatureAlgorithm = .es256) throws -> String {
        try token(encodedHeader: Base64URL.encode(Array(header.utf8)), Base64URL.encode(Array(payload.utf8)), algorithm)
    }

    func token(encodedHeader: String, _ payload: String, _ algorithm: SignatureAlgorithm = .es256) throws -> String {
        let input = "\(encodedHeader).\(payload)"
        return "\(input).\(Base64URL.encode(try signature(of: Array(input.utf8), by: algorithm)))"
    }

    private func signature(of message: [UInt8], by algorithm: SignatureAlgorithm) throws -> [UInt8] {
        switch key {
        case .p256(let key): return Array(try key.signature(for: message).rawRepresentation)
        case .p384(let key): return Array(try key.signature(for: message).rawRepresentation)
        case .p521(let key): return Array(try key.signature(for: message).rawRepresentation)
        case .ed25519(let key): return Array(try key.signature(for: message))
        case .rsa(let key):
            let padding: _RSA.Signing.Padding = algorithm.name.hasPrefix("PS") ? .PSS : .insecurePKCS1v1_5
            switch algorithm.name.suffix(3) {
            case "384":
                return Array(try key.signature(for: SHA384.hash(data: message), padding: padding).rawRepresentation)
            case "512":
                return Array(try key.signature(for: SHA512.hash(data: message), padding: padding).rawRepresentation)
            default:
                return Array(try key.signature(for: SHA256.hash(data: message), padding: padding).rawRepresentation)
            }
        }
    }

    /// The public half as a JWK.
    func publicKey(keyID: String? = nil, algorithm: SignatureAlgorithm? = nil) throws -> JSONWebKey {
        try JSONWebKey(keyID: keyID, algorithm: algorithm, parameters: try parameters())
    }

    private func parameters() throws -> PublicKeyParameters {
        func curve(_ curve: EllipticCurve, _ point: Data) -> PublicKeyParameters {
            let size = curve.coordinateSize
            return .ellipticCurve(curve, x: Array(point.dropFirst().prefix(size)), y: Array(point.suffix(size)))
        }
        switch key {
        case .p256(let key): return curve(.p256, key.publicKey.x963Representation)
        case .p384(let key): return curve(.p384, key.publicKey.x963Representation)
        case .p521(let key): return curve(.p521, key.publicKey.x963Representation)
        case .ed25519(let key): return .ed25519(x: Array(key.publicKey.rawRepresentation))
        case .rsa(let key):
            let numbers = try key.publicKey.getKeyPrimitives()
            return .rsa(modulus: Array(numbers.modulus), exponent: Array(numbers.publicExponent))
        }
    }
}
