extension OpenAPILint {
    /// A parameter of the query, a header or a cookie: whether the model is asked for a credential, and whether the
    /// parameter is sent at all.
    mutating func checkCredential(_ parameter: LocatedValue, _ name: String, _ place: String) {
        switch place {
        case "header" where Self.isCredential(name), "cookie" where Self.isCredential(name):
            subject.report(
                .apiParameterCredential, at: parameter, for: .init(action: .error, manifest: .warning, mcp: .error),
                "The \(place) “\(name.excerpt)” is a parameter, so the model is asked to fill in a credential.",
                hint: Self.scheme(for: name))
        case "header":
            subject.report(
                .apiParameterHeader, at: parameter,
                "The parameter “\(name.excerpt)” is a header, which assistants do not send.",
                hint: "Say `in: query` if it is no secret, or leave it out.")
        case "cookie":
            subject.report(
                .apiParameterCookie, at: parameter, "The parameter “\(name.excerpt)” is a cookie, which nobody sends.",
                hint: "Leave it out; a sign-in belongs into a security scheme, and is no parameter.")
        case "query" where Self.isQueryCredential(name) && !Self.isOtherKey(parameter, name):
            subject.report(
                .apiParameterCredential, at: parameter, severity: .warning,
                "The parameter “\(name.excerpt)” looks like a credential that the model fills in, and that users see in "
                    + "the query before the first call; a warning, as only its name tells.",
                hint: Self.scheme(for: "X-API-Key"))
        default: break
        }
    }

    private static func scheme(for name: String) -> String {
        let lower = name.utf8.count <= 64 ? name.lowercased() : ""
        let scheme =
            lower == "authorization" || lower == "cookie" || lower == "proxy-authorization"
            ? "`type: http, scheme: bearer`" : "`type: apiKey, in: header, name: \(name.excerpt)`"
        return "Remove it, and describe it as a security scheme (\(scheme)); the key is given to the assistant once."
    }

    /// The letters and digits in lower case, without the `x` of `X-…`; empty for a name that is too long.
    private static func letters(_ name: String) -> String {
        guard name.utf8.count <= 64 else { return "" }
        let lower = name.lowercased()
        return String(
            (lower.hasPrefix("x-") ? String(lower.dropFirst(2)) : lower).filter { $0.isLetter || $0.isNumber })
    }

    private static func isCredential(_ name: String) -> Bool {
        let letters = letters(name)
        let others: Set<String> = ["cookie", "session", "sessionid", "sid", "jsessionid", "phpsessid", "bearer", "jwt"]
        return others.contains(letters) || letters.hasSuffix("authorization") || isQueryCredential(name)
            || ["apikey", "accesstoken", "authtoken", "apitoken", "subscriptionkey", "secretkey", "clientsecret"]
                .contains { letters.hasSuffix($0) }
    }

    /// Whether the description of a mere `key` or `token` speaks of no credential: there are keys of records, and
    /// tokens that are traded.
    private static func isOtherKey(_ parameter: LocatedValue, _ name: String) -> Bool {
        guard ["key", "token"].contains(letters(name)),
            let text = (parameter["description"] ?? parameter["schema"]?["description"])?.filledString
        else { return false }
        let lower = String(text.prefix(1000)).lowercased()
        return !["api", "auth", "access", "secret", "credential", "login", "sign", "bearer", "password", "account"]
            .contains(where: lower.contains)
    }

    private static func isQueryCredential(_ name: String) -> Bool {
        let names: Set<String> = [
            "key", "apikey", "accesskey", "secretkey", "appkey", "authkey", "subscriptionkey", "token", "accesstoken",
            "apitoken", "authtoken", "bearertoken", "refreshtoken", "secret", "clientsecret", "appsecret", "password",
            "authorization", "jwt",
        ]
        return names.contains(letters(name))
    }
}
