internal import DoorwardDocuments
internal import DoorwardJOSE

/// What a token is, and what a door would say to it. Holds neither the token nor its signature.
public struct TokenInspection: Sendable, Equatable {
    /// One thing that is looked at.
    public struct Check: Sendable, Equatable {
        public enum Outcome: String, Sendable {
            case passed, failed
            /// It cannot be said here.
            case unknown
        }

        /// `signature`, `iss`, `exp`, …
        public let name: String
        public let outcome: Outcome
        /// What was found, as a phrase.
        public let text: String
    }

    /// `access token`, `refresh token`, …
    public let kind: String
    /// The decoded header, as indented JSON; nil for opaque tokens.
    public internal(set) var header: String?
    /// The decoded claims, as indented JSON; nil for opaque tokens.
    public internal(set) var claims: String?
    public internal(set) var checks: [Check] = []

    /// Whether a door would take it: no check failed.
    public var isGood: Bool { !checks.contains { $0.outcome == .failed } }

    init(kind: String) { self.kind = kind }

    mutating func add(_ name: String, _ outcome: Check.Outcome, _ text: String) {
        checks.append(Check(name: name, outcome: outcome, text: text))
    }

    mutating func add(_ name: String, _ isRight: Bool, _ text: String) {
        add(name, isRight ? .passed : .failed, text)
    }
}

extension TokenInspection {
    /// What a JWT is compared with.
    struct Expectation {
        var issuer: String
        var audience: String
        /// The issuer's keys; nil when they are not here.
        var keys: JSONWebKeySet?
        /// Unix seconds.
        var now: Int64
    }

    /// Takes a JWT apart and looks at each part by itself, so that all that is wrong is seen at once.
    init(jwt text: String, expecting expected: Expectation) {
        self.init(kind: "access token")
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard text.utf8.count <= 16384, parts.count == 3, let head = Self.object(parts[0]),
            let body = Self.object(parts[1])
        else {
            add("form", false, "is not a JWT: three parts of base64url with dots between, the first two JSON objects")
            return
        }
        add("form", true, "is a signed JWT")
        header = head.text
        claims = body.text
        let type = head.value["typ"]?.string
        add("typ", type?.lowercased() == "at+jwt", type == nil ? "is missing" : "is \(Self.shown(type))")
        checkSignature(text, head.value, expected)
        let issuer = body.value["iss"]?.string
        add(
            "iss", issuer == expected.issuer,
            issuer == expected.issuer ? "is \(expected.issuer)" : "is \(Self.shown(issuer)), not \(expected.issuer)")
        let audiences = body.value["aud"]?.string.map { [$0] } ?? body.value["aud"]?.strings ?? []
        add(
            "aud", audiences.contains(expected.audience),
            audiences.contains(expected.audience)
                ? "names \(expected.audience)"
                : "is \(Self.shown(audiences.first)), not \(expected.audience)")
        checkTimes(body.value, now: expected.now)
    }

    private mutating func checkSignature(_ token: String, _ header: JOSEObject, _ expected: Expectation) {
        guard let keys = expected.keys else {
            return add("signature", .unknown, "is not checked here: the keys are the issuer's")
        }
        // Any type, so that each mistake is told by itself; claims come after the signature.
        let policy = VerificationPolicy(issuer: "", audiences: [], type: nil, algorithms: [.es256])
        do throws(JOSEError) {
            _ = try TokenVerifier(keys: keys, policy: policy).verify(token, now: expected.now)
        } catch {
            switch error {
            case .missingClaim, .malformedClaim, .expired, .notYetValid, .issuedInFuture, .wrongIssuer, .wrongAudience:
                break
            default: return add("signature", false, error.description)
            }
        }
        add("signature", true, "is right, by key \(Self.shown(header["kid"]?.string))")
    }

    private mutating func checkTimes(_ claims: JOSEObject, now: Int64) {
        let skew: Int64 = 30
        if let expiry = claims["exp"]?.integer {
            let isOver = now >= expiry.saturatingAdd(skew)
            add("exp", !isOver, isOver ? "ended \(Self.time(now, expiry)) ago" : "ends in \(Self.time(now, expiry))")
        } else {
            add("exp", false, "is missing")
        }
        for name in ["nbf", "iat"] {
            guard let time = claims[name]?.integer else { continue }
            let isEarly = time > now.saturatingAdd(skew)
            add(
                name, !isEarly,
                isEarly ? "is \(Self.time(now, time)) in the future" : "was \(Self.time(now, time)) ago")
        }
    }

    // MARK: Parts

    private static func object(_ part: String) -> (value: JOSEObject, text: String)? {
        guard let bytes = Base64URL.decode(part),
            let value = bytes.withUnsafeBytes({ try? JOSEObject(parsing: $0) }),
            let json = try? JSONValue(parsing: bytes).serialized(pretty: true)
        else { return nil }
        let text = String(decoding: json, as: UTF8.self)
        return (value, text.hasSuffix("\n") ? String(text.dropLast()) : text)
    }

    /// A claim's text, cut and without what would disturb a terminal.
    private static func shown(_ text: String?) -> String {
        guard let text else { return "missing" }
        return (text.unicodeScalars.count > 200 ? String(text.prefix(200)) + "…" : text).printable
    }

    private static func time(_ one: Int64, _ other: Int64) -> String {
        switch abs(one.saturatingSubtract(other)) {
        case let time where time < 120: return "\(time) s"
        case let time where time < 7200: return "\(time / 60) min"
        case let time where time < 172_800: return "\(time / 3600) h"
        case let time: return "\(time / 86_400) days"
        }
    }
}

extension Int64 {
    fileprivate func saturatingAdd(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other > 0 ? .max : .min) : sum
    }

    fileprivate func saturatingSubtract(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        // Never the smallest number, which has no absolute value.
        return overflow || difference == .min ? (other < 0 ? .max : -.max) : difference
    }
}
