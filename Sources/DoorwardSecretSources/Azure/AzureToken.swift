internal import DoorwardJOSE
internal import DoorwardSecrets

/// An access token.
struct AzureToken: Sendable {
    let value: Secret
    /// Unix seconds from which on another one is asked for.
    let renewAt: Int64
    /// Unix seconds from which on it is of no use.
    let end: Int64

    /// Reads the JSON of a login's answer. The end of life is `expires_in` seconds from now, or `expires_on`, both
    /// written as numbers or texts.
    init(_ body: [UInt8], from place: String, now: Int64) throws(SecretSourceError) {
        let object = try JOSEObject(body, place: "the token of \(place)")
        guard let text = object["access_token"]?.string, AzureText.isToken(text) else {
            throw .malformed(reason: "the answer of \(place) has no access token")
        }
        let seconds = object["expires_in"]?.azureSeconds
        let end = object["expires_on"]?.azureSeconds
        // An hour is the shortest life that is given; what a wrong clock or a wrong number make of it must not matter.
        let longest: Int64 = 7 * 86400
        let left = seconds ?? end.map { $0 > now ? min($0 &- now, longest) : 0 }
        guard let left, left > 0 else {
            throw .malformed(
                reason: "the token of \(place) has no end of life, or has ended; is this machine's clock right?")
        }
        let life = min(left, longest)
        value = Secret(utf8: text)
        self.end = now + life
        renewAt = self.end - min(300, max(1, life / 5))
    }
}
