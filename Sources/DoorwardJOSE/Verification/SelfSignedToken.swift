/// A compact JWS that was verified by the key in its own header (RFC 7515 §4.1.3).
///
/// Such a signature says one thing only: whoever made the token has the private half of the key that it names. It says
/// nothing of who that is, so this is for proofs of possession (RFC 9449 §4.2) and for nothing else; tokens that are to
/// be believed are verified by ``TokenVerifier``, which never looks at `jwk`.
package struct SelfSignedToken: Sendable {
    /// The RFC 7638 thumbprint of the key.
    package let thumbprint: String
    package let claims: JOSEObject

    /// Verifies a token; linear in its size, plus one signature.
    ///
    /// - Parameters:
    ///   - token: ASCII.
    ///   - type: the `typ` that it must have.
    /// - Throws: `JOSEError`, of the first check that fails; `.unusableKey` when `jwk` has a private part or is no key
    ///   for signatures.
    package init(
        verifying token: UnsafeRawBufferPointer, type: String, algorithms: Set<SignatureAlgorithm>, maximumSize: Int
    ) throws(JOSEError) {
        let compact = try CompactToken(token, maximumSize: maximumSize)  // RFC 7515 §7.1
        let header = try TokenHeader(compact.header)  // RFC 7515 §5.2, steps 2 to 4
        try header.checkExtensions()  // RFC 7515 §4.1.11, RFC 7797 §6
        let algorithm = try header.algorithm(allowedBy: algorithms)  // RFC 8725 §3.1
        try header.checkType(type)  // RFC 8725 §3.11
        let key = try Self.key(of: header)  // RFC 7515 §4.1.3
        guard key.allows(algorithm) else { throw .noKeyFits(algorithm) }  // RFC 8725 §3.1
        _ = try compact.signer(among: [key], by: algorithm)  // RFC 7515 §5.2, step 8
        claims = try JOSEObject(parsing: try compact.decodedPayload(), as: .payload)
        thumbprint = key.thumbprint
    }

    private static func key(of header: TokenHeader) throws(JOSEError) -> JSONWebKey {
        guard let value = header.members["jwk"] else { throw .malformedHeader(parameter: "jwk") }
        guard let object = value.object else { throw .unusableKey(.notAnObject) }
        do { return try JSONWebKey(object) } catch { throw .unusableKey(error) }
    }
}
