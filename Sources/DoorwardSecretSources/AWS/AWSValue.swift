internal import DoorwardJOSE
internal import DoorwardSecrets

/// The values in the answers of AWS.
enum AWSValue {
    /// The most that a value may have, in bytes.
    static let largest = 64 * 1024

    /// The value itself, or the member that the reference names; never empty.
    static func secret(_ whole: Secret, of reference: SecretReference) throws(SecretSourceError) -> Secret {
        guard whole.count > 0 else { throw .empty }
        guard whole.count <= largest else { throw .malformed(reason: "the value is larger than 64 KiB; no secret is") }
        guard let name = reference.fragment else { return whole }
        let secret = try whole.member(name)
        guard secret.count > 0 else { throw .empty }
        return secret
    }

    /// Unix seconds out of a number of seconds with a fraction.
    static func seconds(_ value: JOSEValue?) -> Int64? {
        switch value {
        case .integer(let seconds) where seconds >= 0: seconds
        case .number(let seconds) where (0..<253_402_300_800).contains(seconds): Int64(seconds)
        default: nil
        }
    }
}
