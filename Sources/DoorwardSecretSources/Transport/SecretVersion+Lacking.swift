internal import DoorwardSecrets

extension SecretVersion {
    /// Notes that other live versions could not be read with this one, and why.
    mutating func lacks(_ reason: String) {
        isAlone = reason
        warnings.append(reason)
    }
}
