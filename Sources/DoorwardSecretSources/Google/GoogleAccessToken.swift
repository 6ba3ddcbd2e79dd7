internal import DoorwardJOSE
internal import DoorwardSecrets

/// A token that opens Google's APIs for a while.
struct GoogleAccessToken: Sendable {
    /// Kept as a secret, so that it is overwritten in memory when it goes.
    let value: Secret
    /// Unix seconds by this machine's clock.
    let expiresAt: Int64
    /// Unix seconds from which a new one is asked for: a fifth of the life before the end, at most five minutes.
    let renewAt: Int64
    /// The project that pays, to be named in `x-goog-user-project`.
    var quotaProject: String?

    /// - Parameter life: seconds, held between 0 and a day: an answer may say anything.
    init(_ value: String, life: Int64, now: Int64) {
        let life = min(max(life, 0), 86_400)
        self.value = Secret(utf8: value)
        expiresAt = now + life
        renewAt = now + life - min(life / 5, 300)
    }

    /// Reads the answer of a token endpoint or of the metadata server (RFC 6749 §5.1).
    init(answer: SecretResponse, from place: String, now: Int64) throws(SecretSourceError) {
        let object = try JOSEObject(answer.body, place: "the answer of \(place)")
        let token = try Self.checked(object["access_token"], place: place)
        if let type = object["token_type"], type.string?.lowercased() != "bearer" {
            throw .malformed(reason: "\(place) answered with a token of a type other than Bearer")
        }
        guard let life = Self.seconds(object["expires_in"]), life > 0 else {
            throw .malformed(reason: "\(place) answered without expires_in, which has to be a number of seconds")
        }
        self.init(token, life: life, now: now)
    }

    /// A token that can stand in a header: printable, without blanks (RFC 6750 §2.1).
    static func checked(_ value: JOSEValue?, place: String) throws(SecretSourceError) -> String {
        guard let token = value?.string, !token.isEmpty, token.utf8.count <= 16 * 1024,
            token.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .malformed(reason: "\(place) answered without an access token that can be used") }
        return token
    }

    /// Some token endpoints write the number as a text.
    private static func seconds(_ value: JOSEValue?) -> Int64? {
        value?.integer ?? value?.string.flatMap { Int64($0) }
    }
}
