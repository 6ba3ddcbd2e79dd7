public import DoorwardJOSE
public import DoorwardOAuth

/// Seals the keys of second factors, and checks codes against them.
public struct SecondFactor: Sendable {
    private let wrapping: KeyWrapping

    /// - Parameter master: the master secret, at least 32 bytes.
    public init(master: [UInt8]) throws(SealingError) {
        wrapping = try KeyWrapping(master: master, context: "second factor")
    }

    /// A key as it is kept: nobody can move it to another account.
    public func seal(_ key: [UInt8], of userID: String) throws(SealingError) -> [UInt8] {
        try wrapping.seal(key, authenticating: userID)
    }

    /// A key that ``seal(_:of:)`` made for this user.
    func open(_ sealed: [UInt8], of userID: String) throws(SealingError) -> [UInt8] {
        try wrapping.open(sealed, authenticating: userID)
    }

    /// The time step of the code that a user typed; nil when it is wrong or the user has no second factor.
    ///
    /// - Throws: when the key cannot be opened, which happens under another master secret.
    public func step(of typed: String, for user: UserRecord, now: Int64) throws(SealingError) -> Int64? {
        guard let sealed = user.sealedTOTPKey else { return nil }
        return TOTP.step(of: typed, key: try open(sealed, of: user.id), now: now)
    }
}
