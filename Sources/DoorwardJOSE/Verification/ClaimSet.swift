/// The claims of a token whose signature is right, being checked one by one (RFC 7519 §4.1).
struct ClaimSet {
    let claims: JOSEObject

    /// RFC 7519 §7.2, step 10.
    init(_ payload: [UInt8]) throws(JOSEError) { claims = try JOSEObject(parsing: payload, as: .payload) }

    /// RFC 7519 §4.1.4: on or after `exp` the token is dead. Doorward takes no token without one.
    func checkExpiry(now: Int64, skew: Int64) throws(JOSEError) -> Int64 {
        guard let expiry = try time("exp", rounding: .down) else { throw .missingClaim("exp") }
        guard now.minus(skew) < expiry else { throw .expired(at: expiry) }
        return expiry
    }

    /// RFC 7519 §4.1.5.
    func checkNotBefore(now: Int64, skew: Int64) throws(JOSEError) -> Int64? {
        guard let start = try time("nbf", rounding: .up) else { return nil }
        guard start <= now.plus(skew) else { throw .notYetValid(until: start) }
        return start
    }

    /// RFC 7519 §4.1.6: a token out of the future comes from a clock that is not to be trusted.
    func checkIssuedAt(now: Int64, skew: Int64) throws(JOSEError) -> Int64? {
        guard let time = try time("iat", rounding: .down) else { return nil }
        guard time <= now.plus(skew) else { throw .issuedInFuture(at: time) }
        return time
    }

    /// RFC 7519 §4.1.1, RFC 8725 §3.8.
    func checkIssuer(_ expected: String) throws(JOSEError) {
        guard let issuer = try text("iss") else { throw .missingClaim("iss") }
        guard issuer.hasSameBytes(as: expected) else { throw .wrongIssuer }
    }

    /// RFC 7519 §4.1.3, RFC 8725 §3.9: one string or an array of strings.
    func checkAudience(_ accepted: [String]) throws(JOSEError) -> [String] {
        let audience: [String]
        switch claims["aud"] {
        case nil: throw .missingClaim("aud")
        case .string(let text): audience = [text]
        case .some(let value):
            guard let texts = value.strings else { throw .malformedClaim("aud") }
            audience = texts
        }
        guard audience.contains(where: { name in accepted.contains { $0.hasSameBytes(as: name) } }) else {
            throw .wrongAudience
        }
        return audience
    }

    /// What the kind of token asks for beyond that, such as RFC 9068 §2.2.
    func checkPresence(of names: [String]) throws(JOSEError) {
        for name in names {
            guard let value = claims[name], value != .null else { throw .missingClaim(name) }
        }
    }

    /// A claim that is a string if it is there.
    func text(_ name: String) throws(JOSEError) -> String? {
        guard let value = claims[name] else { return nil }
        guard let text = value.string else { throw .malformedClaim(name) }
        return text
    }

    /// RFC 8693 §4.2, RFC 9068 §2.2.3: scope tokens with spaces between them (RFC 6749 §3.3).
    func scopes() throws(JOSEError) -> [String] {
        guard let text = try text("scope") else { return [] }
        let isWritable = text.utf8.allSatisfy {
            $0 >= 0x20 && $0 <= 0x7E && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
        guard isWritable else { throw .malformedClaim("scope") }
        return text.split(separator: " ").map(String.init)
    }

    /// A NumericDate (RFC 7519 §2): seconds, possibly with a fraction, in the range that a double counts exactly.
    private func time(_ name: String, rounding: FloatingPointRoundingRule) throws(JOSEError) -> Int64? {
        let exact: ClosedRange<Int64> = -(1 << 53)...(1 << 53)
        switch claims[name] {
        case nil: return nil
        case .integer(let seconds) where exact.contains(seconds): return seconds
        case .number(let seconds):
            guard let whole = Int64(exactly: seconds.rounded(rounding)), exact.contains(whole) else {
                throw .malformedClaim(name)
            }
            return whole
        default: throw .malformedClaim(name)
        }
    }
}

extension Int64 {
    fileprivate func plus(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other > 0 ? .max : .min) : sum
    }

    fileprivate func minus(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other > 0 ? .min : .max) : difference
    }
}
