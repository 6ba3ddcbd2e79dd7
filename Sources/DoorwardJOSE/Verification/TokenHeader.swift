/// The header of a compact JWS, in which nothing is believed until the signature is checked (RFC 7515 §4).
///
/// `jku`, `x5u` and `x5c` are never looked at, `jwk` for proofs of possession only: a token does not choose its own key.
struct TokenHeader {
    let members: JOSEObject

    init(_ text: UnsafeRawBufferPointer) throws(JOSEError) {
        guard let bytes = Base64URL.decode(text) else { throw .invalidBase64URL(.header) }
        members = try JOSEObject(parsing: bytes, as: .header)
    }

    /// RFC 7515 §4.1.11: an extension that is not understood fails the token, and none is. RFC 7797 §6: `b64` counts
    /// only if it is critical, so a header that has it outside `crit` is wrong too.
    func checkExtensions() throws(JOSEError) {
        guard members["crit"] == nil else { throw .criticalExtension }
        guard members["b64"] == nil else { throw .unencodedPayload }
    }

    /// RFC 7515 §4.1.1, RFC 8725 §3.1: the policy says which algorithms there are, the header only picks one.
    func algorithm(allowedBy allowed: Set<SignatureAlgorithm>) throws(JOSEError) -> SignatureAlgorithm {
        guard let name = members["alg"]?.string else { throw .malformedHeader(parameter: "alg") }
        guard let algorithm = SignatureAlgorithm(name: name) else { throw .unsupportedAlgorithm }
        guard allowed.contains(algorithm) else { throw .algorithmNotAllowed(algorithm) }
        return algorithm
    }

    /// RFC 7515 §4.1.9, RFC 8725 §3.11.
    func checkType(_ expected: String?, or others: [String] = []) throws(JOSEError) {
        guard let value = members["typ"] else {
            if expected == nil || others.contains("") { return }
            throw .wrongType
        }
        guard let type = value.string else { throw .malformedHeader(parameter: "typ") }
        guard let expected else { return }
        guard Self.isSameMediaType(type, expected) || others.contains(where: { Self.isSameMediaType(type, $0) }) else {
            throw .wrongType
        }
    }

    /// RFC 7515 §4.1.4.
    func keyID() throws(JOSEError) -> String? {
        guard let value = members["kid"] else { return nil }
        guard let keyID = value.string, keyID.utf8.count <= JSONWebKey.longestKeyID else {
            throw .malformedHeader(parameter: "kid")
        }
        return keyID
    }

    /// Media types compare without regard to case; a name without a slash stands for one under `application/`.
    private static func isSameMediaType(_ one: String, _ other: String) -> Bool {
        one.utf8.mediaTypeName.elementsEqual(other.utf8.mediaTypeName) { $0.asciiLowercased == $1.asciiLowercased }
    }
}

extension String.UTF8View {
    private static let applicationPrefix: StaticString = "application/"

    fileprivate var mediaTypeName: Substring.UTF8View {
        let size = Self.applicationPrefix.utf8CodeUnitCount
        let hasPrefix = Self.applicationPrefix.withUTF8Buffer { prefix in
            self.prefix(size).elementsEqual(prefix) { $0.asciiLowercased == $1 }
        }
        let rest = dropFirst(size)
        // `application/a/b` is not what `a/b` abbreviates.
        return hasPrefix && !rest.contains(UInt8(ascii: "/")) ? rest : dropFirst(0)
    }
}

extension UInt8 {
    fileprivate var asciiLowercased: UInt8 {
        self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self + 0x20 : self
    }
}
