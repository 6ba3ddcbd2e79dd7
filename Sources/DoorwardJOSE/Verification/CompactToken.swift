/// The three parts of a compact JWS, as text that the caller keeps alive (RFC 7515 §7.1).
struct CompactToken {
    let header: UnsafeRawBufferPointer
    let payload: UnsafeRawBufferPointer
    let signature: UnsafeRawBufferPointer
    /// Header, dot and payload: what is signed (RFC 7515 §5.1).
    let signingInput: UnsafeRawBufferPointer

    init(_ token: UnsafeRawBufferPointer, maximumSize: Int) throws(JOSEError) {
        guard token.count <= maximumSize else { throw .tooLarge(size: token.count, limit: maximumSize) }
        var dots = (0, 0)
        var count = 0
        for (index, byte) in token.enumerated() where byte == UInt8(ascii: ".") {
            count += 1
            if count == 1 { dots.0 = index } else { dots.1 = index }
        }
        guard count == 2 else { throw .notCompact(parts: count + 1) }
        header = UnsafeRawBufferPointer(rebasing: token[..<dots.0])
        payload = UnsafeRawBufferPointer(rebasing: token[(dots.0 + 1)..<dots.1])
        signature = UnsafeRawBufferPointer(rebasing: token[(dots.1 + 1)...])
        signingInput = UnsafeRawBufferPointer(rebasing: token[..<dots.1])
    }

    /// Finds the key whose signature this is (RFC 7515 §5.2, step 8).
    func signer(among candidates: [JSONWebKey], by algorithm: SignatureAlgorithm) throws(JOSEError) -> JSONWebKey {
        guard let signature = Base64URL.decode(signature) else { throw .invalidBase64URL(.signature) }
        let signer = signature.withUnsafeBytes { signature in
            candidates.first { $0.allows(algorithm) && $0.key.isValid(signature, of: signingInput, by: algorithm) }
        }
        guard let signer else { throw .invalidSignature }
        return signer
    }

    /// The bytes that were signed, once they are known to be.
    func decodedPayload() throws(JOSEError) -> [UInt8] {
        guard let payload = Base64URL.decode(payload) else { throw .invalidBase64URL(.payload) }
        return payload
    }
}
