public import DoorwardJOSE

/// Nonces for proofs of possession, by which a proof cannot have been made long before it is used (RFC 9449 §8, §9).
///
/// Nothing is kept: a nonce is the HMAC of a slot of five minutes, and that of the slot before is accepted as well. All
/// processes with the same master secret know each other's.
public struct ProofNonce: Sendable {
    /// How long a nonce is the newest, in seconds; it is accepted for as long again.
    public static let slot: Int64 = 300
    /// The context under which its key is derived from the master secret.
    public static let context = "dpop nonces"

    /// How a nonce stands to the time.
    public enum Age: Sendable, Equatable {
        case current
        case previous
        /// Over, or never given out.
        case none
    }

    private let key: DerivedKey

    /// - Parameter master: at least 32 bytes.
    /// - Throws: `SealingError.masterTooShort`.
    public init(master: [UInt8]) throws(SealingError) {
        key = try DerivedKey(master: master, context: Self.context)
    }

    /// The nonce to give out at a time in Unix seconds: 22 characters of base64url.
    public func current(at now: Int64) -> String { nonce(of: Self.slot(at: now)) }

    /// Looks at a nonce that came back.
    public func age(of nonce: String, at now: Int64) -> Age {
        let slot = Self.slot(at: now)
        if ConstantTime.areEqual(nonce, self.nonce(of: slot)) { return .current }
        return ConstantTime.areEqual(nonce, self.nonce(of: slot - 1)) ? .previous : .none
    }

    private static func slot(at now: Int64) -> Int64 { (now / slot) - (now % slot < 0 ? 1 : 0) }

    private func nonce(of slot: Int64) -> String {
        let code = key.hmac(withUnsafeBytes(of: slot.bigEndian) { Array($0) })
        return Base64URL.encode(Array(code.prefix(16)))
    }
}
