extension JSONWebKey {
    /// The members that only a private or symmetric key has (RFC 7518 §6.2.2, §6.3.2, §6.4; RFC 8037 §2).
    private static let privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"]

    /// Reads a public key; members that are not known are passed over (RFC 7517 §4).
    /// - Throws: `KeyRefusal`, when the key cannot or must not verify signatures.
    public init(_ object: JOSEObject) throws(KeyRefusal) {
        // RFC 7517 §9.2: a private part in a published key means that the key is anybody's.
        guard !Self.privateMembers.contains(where: { object[$0] != nil }) else { throw .containsPrivateKey }
        try Self.checkPurpose(object)
        let parameters = try Self.parameters(object)
        try self.init(
            keyID: try Self.keyID(object), algorithm: try Self.algorithm(object), parameters: parameters)
    }

    /// Reads a key from the text of one JSON object.
    /// - Throws: `JOSEError.invalidJSON` or `JOSEError.unusableKey`.
    public init(parsing text: [UInt8]) throws(JOSEError) {
        let object = try JOSEObject(parsing: text, as: .key)
        do { try self.init(object) } catch { throw .unusableKey(error) }
    }

    /// RFC 7517 §4.2 and §4.3.
    private static func checkPurpose(_ object: JOSEObject) throws(KeyRefusal) {
        if let use = object["use"] {
            guard let use = use.string else { throw .malformed(member: "use") }
            guard use.hasSameBytes(as: "sig") else { throw .notForSignatures }
        }
        if let operations = object["key_ops"] {
            guard let operations = operations.strings else { throw .malformed(member: "key_ops") }
            guard operations.contains(where: { $0.hasSameBytes(as: "verify") }) else { throw .notForSignatures }
        }
    }

    /// RFC 7517 §4.5.
    private static func keyID(_ object: JOSEObject) throws(KeyRefusal) -> String? {
        guard let value = object["kid"] else { return nil }
        guard let keyID = value.string, keyID.utf8.count <= longestKeyID else { throw .malformed(member: "kid") }
        return keyID
    }

    /// RFC 7517 §4.4.
    private static func algorithm(_ object: JOSEObject) throws(KeyRefusal) -> SignatureAlgorithm? {
        guard let value = object["alg"] else { return nil }
        guard let name = value.string else { throw .malformed(member: "alg") }
        guard let algorithm = SignatureAlgorithm(name: name) else { throw .unsuitableAlgorithm }
        return algorithm
    }

    /// RFC 7517 §4.1, RFC 7518 §6, RFC 8037 §2.
    private static func parameters(_ object: JOSEObject) throws(KeyRefusal) -> PublicKeyParameters {
        guard let type = object["kty"]?.string else { throw .malformed(member: "kty") }
        if type.hasSameBytes(as: "EC") {
            guard let name = object["crv"]?.string else { throw .malformed(member: "crv") }
            guard let curve = EllipticCurve(name: name) else { throw .unknownCurve }
            return .ellipticCurve(
                curve, x: try bytes("x", of: object, count: curve.coordinateSize),
                y: try bytes("y", of: object, count: curve.coordinateSize))
        }
        if type.hasSameBytes(as: "RSA") {
            return .rsa(modulus: try number("n", of: object), exponent: try number("e", of: object))
        }
        if type.hasSameBytes(as: "OKP") {
            guard let name = object["crv"]?.string else { throw .malformed(member: "crv") }
            guard name.hasSameBytes(as: "Ed25519") else { throw .unknownCurve }
            return .ed25519(x: try bytes("x", of: object, count: 32))
        }
        throw .unknownKeyType
    }

    private static func bytes(_ name: String, of object: JOSEObject, count: Int) throws(KeyRefusal) -> [UInt8] {
        guard let text = object[name]?.string, let bytes = Base64URL.decode(text), bytes.count == count else {
            throw .malformed(member: name)
        }
        return bytes
    }

    /// A number of RSA. RFC 7518 §6.3.1.1 forbids leading zeros but knows that some libraries write one; the value is
    /// the same, so they are dropped and the thumbprint stays canonical.
    private static func number(_ name: String, of object: JOSEObject) throws(KeyRefusal) -> [UInt8] {
        guard let text = object[name]?.string, let bytes = Base64URL.decode(text) else {
            throw .malformed(member: name)
        }
        let significant = Array(bytes.drop { $0 == 0 })
        guard !significant.isEmpty else { throw .malformed(member: name) }
        return significant
    }
}
