public import DoorwardOAuth

/// What the gate judges proofs of possession by (RFC 9449 §7).
public struct ProofPolicy: Sendable {
    public var verifier: ProofVerifier
    /// The public origin: what callers know the gate by, and so what their proofs name.
    public var origin: String
    /// Whether tokens that are bound to no key are refused.
    public var isRequired: Bool
    /// The proofs that were used. One for the whole process: another that takes its place has forgotten them.
    public var replays: ProofReplays

    public init(nonce: ProofNonce, origin: String, isRequired: Bool, replays: ProofReplays) {
        verifier = ProofVerifier(nonce: nonce)
        self.origin = origin
        self.isRequired = isRequired
        self.replays = replays
    }
}
