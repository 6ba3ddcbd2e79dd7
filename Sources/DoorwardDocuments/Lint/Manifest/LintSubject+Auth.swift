extension LintSubject {
    /// How callers sign in.
    mutating func checkAuth(_ auth: LocatedValue, api: LocatedValue?) {
        guard auth.kind == .object else { return }
        let written = auth["type"]?.string
        let type = written.map { ManifestMembers.authTypes.contains($0) ? $0 : Self.typeMeant(by: $0) ?? $0 }
        checkAuthType(auth, written)
        checkAuthMembers(of: auth, type: type)
        switch type {
        case "service_http":
            checkAuthorizationType(of: auth)
            checkVerificationTokens(of: auth)
        case "user_http":
            checkAuthorizationType(of: auth)
            report(
                .userHTTPNeverListed, at: auth["type"],
                "With `user_http` each user pastes a key of their own; ChatGPT's store never listed such a plugin.",
                hint: "For your own use it works. For others use `oauth`, or `service_http` with one key for all.")
        case "oauth":
            checkOAuth(auth)
            checkVerificationTokens(of: auth)
        default: break
        }
        if let type, type != "none", ManifestMembers.authTypes.contains(type) {
            checkLocalhost(auth, type, url: api?["url"])
        }
    }

    private mutating func checkAuthType(_ auth: LocatedValue, _ written: String?) {
        guard let value = auth["type"] else {
            if isFragment || hasMisspelled("type", in: auth, among: ["type"]) { return }
            return report(
                .authType, at: auth, "`auth` has no `type`.", hint: LintRule.authType.right)
        }
        guard let written else {
            return report(
                .authType, at: value, "`auth.type` is \(value.kindInWords), not a text.", hint: LintRule.authType.right)
        }
        guard !ManifestMembers.authTypes.contains(written) else { return }
        let meant = Self.typeMeant(by: written)
        report(
            .authType, at: value, "ChatGPT knows no authentication of type `\(written.excerpt)`.",
            hint: meant.map { "Write `\($0)`." } ?? Self.advice(for: written),
            edits: meant.map { value.replaced(by: $0) } ?? [])
    }

    /// The type that is only written in another style: `OAuth`, `service-http`, `None`.
    private static func typeMeant(by written: String) -> String? {
        let letters = written.lowercased().utf8.filter(\.isLetter)
        return ManifestMembers.authTypes.first { Array($0.utf8.filter(\.isLetter)) == Array(letters) }
    }

    private static func advice(for written: String) -> String {
        let lowered = written.lowercased()
        if lowered.contains("oauth") || lowered.contains("oidc") || lowered.contains("openid") {
            return "OAuth 2 is `oauth`, with `client_url` and `authorization_url`."
        }
        if lowered.contains("basic") {
            return "Basic authentication is `\"type\": \"service_http\", \"authorization_type\": \"basic\"`."
        }
        if ["key", "bearer", "token", "http", "header", "jwt"].contains(where: lowered.contains) {
            return "One key that ChatGPT holds for all users is `\"type\": \"service_http\", \"authorization_type\": "
                + "\"bearer\"`; keys of the users' own are `user_http`."
        }
        return LintRule.authType.right
    }

    private mutating func checkAuthMembers(of auth: LocatedValue, type: String?) {
        let fitting = ManifestMembers.auth(type ?? "")
        for member in auth.members {
            // Client secrets have a rule of their own, among those about secrets.
            guard let name = member.name, !fitting.contains(name), !member.isMisplaced,
                !TellingName.isClientSecret(name)
            else { continue }
            if ManifestMembers.anyAuth.contains(name) {
                report(
                    .authMemberUseless, at: member, atName: true,
                    "`\(name)` means nothing with `\"type\": \"\((type ?? "").excerpt)\"`.",
                    hint: LintRule.authMemberUseless.right)
            } else {
                checkUnknownAuthMember(member, name, in: auth, type: type, fitting: fitting)
            }
        }
    }

    private mutating func checkUnknownAuthMember(
        _ member: LocatedValue, _ name: String, in auth: LocatedValue, type: String?, fitting: Set<String>
    ) {
        switch name {
        case "client_id", "redirect_uri", "redirect_uris":
            report(
                .authMemberUnknown, at: member, atName: true, "ChatGPT does not read `\(name)` from the manifest.",
                hint: name == "client_id"
                    ? "Leave it out; ChatGPT asks for the client id when the plugin is added."
                    : "Leave it out; ChatGPT has a callback of its own, which your server must allow.")
        case "token_url", "token_endpoint", "tokenUrl", "authorization_endpoint", "authorizationUrl":
            guard type == "oauth" else { fallthrough }
            if name.hasPrefix("token") {
                report(
                    .oauthEndpointsSwapped, at: member, atName: true,
                    "There is no `\(name)`: ChatGPT gets tokens from `authorization_url`.",
                    hint: "Put this address into `authorization_url`, and the page that users see into `client_url`.")
            } else {
                report(
                    .oauthEndpointsSwapped, at: member, atName: true,
                    "There is no `\(name)`: the page where users sign in is `client_url`.",
                    hint: "Put this address into `client_url`, and the token endpoint into `authorization_url`.")
            }
        default:
            let known = ManifestMembers.anyAuth.filter(fitting.contains)
            _ = reportUnknown(member, .authMemberUnknown, among: known, in: auth, what: "ChatGPT")
        }
    }

    private mutating func checkAuthorizationType(of auth: LocatedValue) {
        guard let value = auth["authorization_type"] else {
            if isFragment || hasMisspelled("authorization_type", in: auth, among: ManifestMembers.anyAuth) { return }
            return report(
                .authorizationType, at: auth, "`authorization_type` is missing.",
                hint: "Add `\"authorization_type\": \"bearer\"`, or `\"basic\"` if the API reads that.")
        }
        let written = value.string ?? ""
        guard written != "bearer", written != "basic" else { return }
        let letters = String(decoding: written.lowercased().utf8.filter { $0 > 0x20 }, as: UTF8.self)
        let meant = letters == "bearer" || letters == "basic" ? letters : nil
        let isCustom = written == "custom"
        report(
            .authorizationType, at: value, severity: isCustom ? .warning : nil,
            isCustom
                ? "`custom` is known to the editor of custom GPTs only."
                : "ChatGPT knows no `authorization_type` `\(written.excerpt)`.",
            hint: meant.map { "Write `\($0)`, in lower case." }
                ?? "Write `bearer` or `basic`; the key comes in the `Authorization` header, and in no other.",
            edits: meant.map { value.replaced(by: $0) } ?? [])
    }

    private mutating func checkLocalhost(_ auth: LocatedValue, _ type: String, url: LocatedValue?) {
        let isLocal = url?.string.flatMap { WebAddress($0) }?.isLoopback ?? false
        guard isLocal || isServedLocally else { return }
        report(
            .localhostWithAuth, at: auth["type"],
            "A plugin on localhost can have no authentication, and this one asks for `\(type)`.",
            hint:
                "Write `\"auth\": {\"type\": \"none\"}` while it runs on localhost, or publish it under a public host.")
    }
}
