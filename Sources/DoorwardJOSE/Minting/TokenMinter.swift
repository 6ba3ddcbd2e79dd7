/// Mints compact ES256 tokens with one key and one `typ`; the header is encoded once (RFC 7515 §3.1, RFC 9068 §2.1).
public struct TokenMinter: Sendable {
    private static let signatureTextSize = Base64URL.encodedCount(64)
    /// The encoded header and its dot.
    private let prefix: [UInt8]
    private let key: SigningKey

    /// - Parameter type: the header's `typ`.
    public init(key: SigningKey, type: String = "at+jwt") {
        self.key = key
        var header = ClaimsWriter()
        header.add("alg", SignatureAlgorithm.es256.name)
        header.add("kid", key.keyID)
        header.add("typ", type)
        prefix = header.bytes.withUnsafeBytes { Base64URL.encodedBytes($0) } + [UInt8(ascii: ".")]
    }

    /// The `kid` of the tokens.
    public var keyID: String { key.keyID }

    /// Signs a payload, the JSON text of the claims, which is taken as it is.
    /// - Returns: the token in ASCII.
    /// - Throws: `JOSEError.signingFailed`.
    public func mint(_ payload: UnsafeRawBufferPointer) throws(JOSEError) -> [UInt8] {
        let inputSize = prefix.count + Base64URL.encodedCount(payload.count)
        let size = inputSize + 1 + Self.signatureTextSize
        var failure: JOSEError?
        let token = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            let target = UnsafeMutableRawBufferPointer(buffer)
            target.copyBytes(from: prefix)
            _ = Base64URL.encode(payload, into: UnsafeMutableRawBufferPointer(rebasing: target[prefix.count...]))
            target[inputSize] = UInt8(ascii: ".")
            let signature = UnsafeMutableRawBufferPointer(rebasing: target[(inputSize + 1)...])
            do throws(JOSEError) {
                try key.sign(UnsafeRawBufferPointer(rebasing: target[..<inputSize]), into: signature)
                count = size
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return token
    }

    /// Signs a payload, the JSON text of the claims, which is taken as it is.
    /// - Throws: `JOSEError.signingFailed`.
    public func mint(_ payload: [UInt8]) throws(JOSEError) -> [UInt8] {
        try payload.withUnsafeBytes { bytes in
            Result { () throws(JOSEError) in try mint(bytes) }
        }.get()
    }

    /// Signs the claims that were written.
    /// - Throws: `JOSEError.signingFailed`.
    public func mint(_ claims: ClaimsWriter) throws(JOSEError) -> [UInt8] { try mint(claims.bytes) }

    /// Signs the claims that were written; the token as a string.
    /// - Throws: `JOSEError.signingFailed`.
    public func mintText(_ claims: ClaimsWriter) throws(JOSEError) -> String {
        String(decoding: try mint(claims), as: UTF8.self)
    }
}
