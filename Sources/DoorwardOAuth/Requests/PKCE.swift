import DoorwardJOSE
import DoorwardSecrets

/// Proof Key for Code Exchange (RFC 7636), with the method S256 only.
public enum PKCE {
    /// Checks the challenge of an authorization request (RFC 7636 §4.3, RFC 9700 §2.1.1).
    ///
    /// - Returns: the challenge, or nil when there is none and none is needed.
    /// - Throws: `.challengeRequired`, `.challengeMethodNotSupported`, `.malformedChallenge`.
    static func challenge(_ challenge: String?, method: String?, isRequired: Bool) throws(Rejection) -> String? {
        guard let challenge else {
            guard !isRequired else { throw .challengeRequired }
            guard method == nil else { throw .malformedChallenge }
            return nil
        }
        // An absent method would mean `plain` (RFC 7636 §4.3), which is not for us.
        guard method == "S256" else { throw .challengeMethodNotSupported }
        guard challenge.utf8.count == 43, Base64URL.decode(challenge)?.count == 32 else { throw .malformedChallenge }
        return challenge
    }

    /// Checks the verifier of a token request against the challenge of the code (RFC 7636 §4.6).
    ///
    /// A verifier for a code without a challenge is refused too: somebody took the challenge out (RFC 9700 §4.8.2).
    /// - Throws: `.verifierMissing`, `.verifierUnexpected`, `.verifierMismatch`.
    static func check(verifier: String?, against challenge: String?) throws(Rejection) {
        guard let challenge else {
            guard verifier == nil else { throw .verifierUnexpected }
            return
        }
        guard let verifier else { throw .verifierMissing }
        guard (43...128).contains(verifier.utf8.count), verifier.utf8.allSatisfy(isUnreserved),
            let expected = Base64URL.decode(challenge).flatMap({ SecretDigest(bytes: $0) }),
            SecretDigest(hashing: Array(verifier.utf8)) == expected
        else { throw .verifierMismatch }
    }

    /// `ALPHA / DIGIT / "-" / "." / "_" / "~"` (RFC 3986 §2.3).
    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
