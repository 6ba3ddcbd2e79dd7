/// What is bound to a key needs a proof of that key, and what is not needs none (RFC 9449 §5, §10).
public enum KeyBinding {
    /// - Parameter thumbprint: of the key that something is bound to; nil when it is not.
    /// - Throws: `.proofRequired`, `.keyMismatch`.
    public static func check(_ proof: VerifiedProof?, against thumbprint: String?) throws(Rejection) {
        guard let thumbprint else { return }
        guard let proof else { throw .proofRequired }
        guard proof.thumbprint.utf8.elementsEqual(thumbprint.utf8) else { throw .keyMismatch }
    }
}

extension AuthenticatedClient {
    /// The key that refresh tokens of a new grant are bound to: that of the proof where nothing else proves who the
    /// client is; one that must show credentials is known by those (RFC 9449 §5).
    public func refreshKeyThumbprint(_ proof: VerifiedProof?) -> String? {
        record.isPublic ? proof?.thumbprint : nil
    }
}
