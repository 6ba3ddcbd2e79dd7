internal import DoorwardDocuments
internal import DoorwardJOSE

/// What can be read in an access token when it is a JWT (RFC 9068); nothing is verified.
struct AccessTokenView {
    let audiences: [String]?
    let issuer: String?
    /// Seconds since 1970.
    let expiry: Double?

    /// Nil when the token is no JWT, which is fine.
    init?(_ token: String) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, token.utf8.count < 65_536, let bytes = Base64URL.decode(String(parts[1])),
            let claims = try? JSONValue(parsing: bytes), claims.objectValue != nil
        else { return nil }
        audiences = claims["aud"].flatMap { value in
            value.stringValue.map { [$0] } ?? value.arrayValue?.compactMap(\.stringValue)
        }
        issuer = claims["iss"]?.stringValue
        expiry = claims["exp"]?.numberValue.flatMap(Double.init)
    }

    /// What in it does not fit, in sentences; empty when nothing does.
    func problems(resource: String, issuer expected: String, now: Double) -> [String] {
        var problems: [String] = []
        if let audiences {
            if !audiences.contains(resource) {
                problems.append(
                    "The token's aud is \(audiences.joined(separator: ", ")), not the resource \(resource).")
            }
        } else {
            problems.append("The token has no aud; the resource is \(resource).")
        }
        if let issuer, issuer != expected {
            problems.append("The token's iss is \(issuer), the authorization server's issuer is \(expected).")
        }
        if let expiry, expiry <= now {
            problems.append("The token had expired when it was issued: look at the clocks.")
        }
        return problems
    }
}
