internal import DoorwardJOSE
internal import DoorwardOAuth

/// What must be the same when somebody comes back: JSON that the caller keeps sealed.
struct KeptVisit: Equatable {
    /// How many seconds somebody may be away; the caller's own limit is shorter.
    static let longest: Int64 = 3600

    /// The issuer that he was sent to, so that a changed configuration does not take him for somebody else.
    var issuer: String
    var redirectURI: String
    /// Unix seconds.
    var leftAt: Int64
    /// Empty where there is no ID token.
    var nonce: String
    /// RFC 7636 §4.1.
    var verifier: String

    /// Nonce and verifier of 32 random bytes each.
    init(issuer: String, redirectURI: String, leftAt: Int64, random: @Sendable (Int) -> [UInt8]) {
        self.issuer = issuer
        self.redirectURI = redirectURI
        self.leftAt = leftAt
        nonce = Base64URL.encode(random(32))
        verifier = Base64URL.encode(random(32))
    }

    /// Reads what ``bytes`` wrote, and checks that this is the visit.
    init(_ bytes: [UInt8], issuer: String, redirectURI: String, now: Int64) throws(ProviderFailure) {
        guard let object = ProviderExchange.object(bytes), let keptIssuer = object["issuer"]?.string,
            let keptURI = object["redirect_uri"]?.string, let at = object["at"]?.integer,
            let nonce = object["nonce"]?.string, let verifier = object["verifier"]?.string
        else { throw .untrue(.malformedVisit) }
        guard keptIssuer.isSame(as: issuer), keptURI.isSame(as: redirectURI) else { throw .untrue(.otherVisit) }
        let (age, overflow) = now.subtractingReportingOverflow(at)
        guard !overflow, age <= Self.longest else { throw .untrue(.visitOver) }
        self.issuer = keptIssuer
        self.redirectURI = keptURI
        leftAt = at
        self.nonce = nonce
        self.verifier = verifier
    }

    var bytes: [UInt8] {
        var writer = ClaimsWriter()
        writer.add("issuer", issuer)
        writer.add("redirect_uri", redirectURI)
        writer.add("at", leftAt)
        writer.add("nonce", nonce)
        writer.add("verifier", verifier)
        return writer.bytes
    }
}
