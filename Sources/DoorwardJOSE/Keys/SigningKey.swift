import Crypto

/// The P-256 key that signs Doorward's tokens (ES256, RFC 7518 §3.4); its `kid` is its RFC 7638 thumbprint.
///
/// It prints `<redacted>`.
public struct SigningKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let key: P256.Signing.PrivateKey
    /// The public half, with `kid`, `use` and `alg`.
    public let publicKey: JSONWebKey
    /// The thumbprint of the public half.
    public let keyID: String

    private init(_ key: P256.Signing.PrivateKey) throws(KeyRefusal) {
        let point = Array(key.publicKey.x963Representation)
        let parameters = PublicKeyParameters.ellipticCurve(.p256, x: Array(point[1..<33]), y: Array(point[33...]))
        let unnamed = try JSONWebKey(keyID: nil, algorithm: .es256, parameters: parameters)
        self.key = key
        keyID = unnamed.thumbprint
        publicKey = try JSONWebKey(keyID: keyID, algorithm: .es256, parameters: parameters)
    }

    /// Makes a new key.
    /// - Throws: `JOSEError.unusableKey`, which a fresh key never is.
    public static func generate() throws(JOSEError) -> SigningKey {
        do { return try SigningKey(P256.Signing.PrivateKey()) } catch { throw .unusableKey(error) }
    }

    /// Reads the 32 bytes that `rawRepresentation` gave.
    /// - Throws: `JOSEError.invalidPrivateKey`.
    public init(rawRepresentation: [UInt8]) throws(JOSEError) {
        guard let key = try? P256.Signing.PrivateKey(rawRepresentation: rawRepresentation),
            let read = try? SigningKey(key)
        else { throw .invalidPrivateKey }
        self = read
    }

    /// The private scalar, 32 bytes, to be stored sealed.
    public var rawRepresentation: [UInt8] { Array(key.rawRepresentation) }

    public var description: String { "<redacted>" }
    public var debugDescription: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// Signs and writes the 64 bytes of the signature as base64url.
    func sign(_ message: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) throws(JOSEError) {
        guard let signature = try? key.signature(for: SHA256.hash(data: message)) else { throw .signingFailed }
        signature.withUnsafeBytes { _ = Base64URL.encode($0, into: target) }
    }
}
