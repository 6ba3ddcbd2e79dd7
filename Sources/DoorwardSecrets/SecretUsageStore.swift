/// Where the history of configured secrets is kept, by ``Secret/fingerprint``.
public protocol SecretUsageStore: Sendable {
    /// Writes down when secrets last let a call in (Unix seconds); never moves a time back, ignores unknown
    /// fingerprints.
    func recordUses(_ uses: [String: Int64]) async throws

    /// Adds secrets that are new, with the time of the sighting; of known ones only the source is brought up to date.
    /// One that was retired before the sighting is in service again.
    func noteFirstSeen(_ sightings: [String: SecretSighting]) async throws

    /// All secrets ever noted, oldest first.
    func usage() async throws -> [SecretUsage]

    /// Writes down that a secret was taken out of service; `nil` when it was never noted. Doing it again keeps the
    /// first time.
    func retire(fingerprint: String, at: Int64) async throws -> SecretUsage?
}
