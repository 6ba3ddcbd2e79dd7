import DoorwardOAuth
import DoorwardSecrets

/// Reads one entry of `identity_providers`.
struct IdentityProviderReader {
    typealias Kind = IdentityProviderConfiguration.Kind

    private let name: String
    private var section: SectionReader

    init(_ entry: RawValue.Entry) {
        name = entry.name
        section = SectionReader(
            entry.value, item: ".\(entry.name.shownAsKey)",
            kind: "its keys such as client_id on the next lines, indented")
        do throws(ConfigurationValueError) { try ValueRules.providerName(name) } catch {
            section.report("", error.message, hint: error.hint)
        }
    }

    /// The provider, and everything that is wrong with it; only without findings is it one that can be used.
    mutating func read() -> (provider: IdentityProviderConfiguration, findings: [ConfigurationBinding.Finding]) {
        guard !section.entries.isEmpty else {
            if section.findings.isEmpty {
                section.report("", "is empty", hint: "write at least client_id and client_secret")
            }
            return (IdentityProviderConfiguration(name: name, type: .oidc, clientID: ""), section.findings)
        }
        let type = readType()
        checkKeys(of: type)
        var provider = IdentityProviderConfiguration(
            name: name, type: type ?? .oidc, clientID: required("client_id", parse: ValueRules.identifier) ?? "")
        provider.label = section.value("label", "a text of at most 50 characters", ValueRules.label)
        readSecret(into: &provider)
        readPlaces(into: &provider, type: type)
        readScopes(into: &provider, type: type)
        if let raw = section.raw("allow") { provider.allow = readAllow(raw) }
        provider.link = section.choice("link") ?? .never
        provider.role = section.value("role", IdentityProviderKey.roleKind, ValueRules.role)
        return (provider, section.findings)
    }

    private mutating func readType() -> Kind? {
        if section.raw("type") != nil { return section.choice("type") }
        if let kind = Kind(rawValue: name), kind.isPreset { return kind }
        let isGeneric = Kind(rawValue: name) != nil
        section.report(
            ".type", "is missing",
            hint: isGeneric
                ? "write type: \(name)" : "write oidc, oauth2, or one of google, microsoft, github, facebook")
        return nil
    }

    /// Keys that nobody knows, and keys of another type.
    private mutating func checkKeys(of type: Kind?) {
        section.check(known: IdentityProviderKey.all.map(\.name))
        guard let type else { return }
        for entry in section.entries {
            guard let key = IdentityProviderKey.named(entry.name), !key.fits(type) else { continue }
            let types = key.types.map(\.rawValue).joined(separator: " or ")
            section.report(
                ".\(key.name)", "does not belong to type: \(type.rawValue)",
                hint: "remove the line, or write type: \(types)")
        }
    }

    // MARK: The client

    private mutating func required<V>(_ key: String, parse: ConfigurationBinding.Parse<V>) -> V? {
        let kind = IdentityProviderKey.named(key)?.kind ?? key
        guard section.raw(key) != nil else {
            section.report(".\(key)", "is missing", hint: "write \(kind)")
            return nil
        }
        return section.value(key, kind, parse)
    }

    private mutating func readSecret(into provider: inout IdentityProviderConfiguration) {
        provider.clientAuthentication = section.choice("client_authentication")
        let isPublic = provider.clientAuthentication == .publicClient
        if case .map(let entries)? = section.raw("client_secret")?.shape, entries.contains(where: { $0.name == "from" })
        {
            section.report(
                ".client_secret", "is written as one that may be missing, but without it nobody can sign in there",
                hint: "write the place alone, such as env:NAME")
            return
        }
        guard section.raw("client_secret") != nil || !isPublic else { return }
        provider.clientSecret = required("client_secret", parse: ValueRules.neededSecret)
        if isPublic, section.raw("client_secret") != nil {
            section.report(
                ".client_secret", "is not used with client_authentication: none",
                hint: "remove one of the two lines")
        }
    }

    // MARK: Its places

    private mutating func readPlaces(into provider: inout IdentityProviderConfiguration, type: Kind?) {
        switch type {
        case .oidc:
            provider.issuer = required("issuer") { text throws(ConfigurationValueError) in try IssuerURL(parsing: text)
            }
        case .microsoft:
            provider.tenant = section.value("tenant", "a tenant's id, or common", ValueRules.tenant)
        case .oauth2:
            provider.authorizationURL = endpoint("authorization_url")
            provider.tokenURL = endpoint("token_url")
            provider.userInfoURL = endpoint("user_info_url")
            provider.mapping = readMapping()
        case .google, .github, .facebook, nil: break
        }
    }

    private mutating func endpoint(_ key: String) -> EndpointURL? {
        let kind = IdentityProviderKey.named(key)?.kind ?? "a URL"
        return required(key) { text throws(ConfigurationValueError) in try EndpointURL(parsing: text, example: kind) }
    }

    private mutating func readMapping() -> IdentityProviderConfiguration.Mapping? {
        let kind = IdentityProviderKey.named("mapping")?.kind ?? ""
        guard var mapping = section.section("mapping", kind: kind) else {
            section.report(".mapping", "is missing", hint: "write \(kind)")
            return nil
        }
        defer { section.take(mapping) }
        guard mapping.findings.isEmpty else { return nil }
        mapping.check(known: ["subject", "email", "email_verified", "name"])
        let member = "the name of a member of the answer"
        let subject = mapping.value("subject", member, ValueRules.member)
        if mapping.raw("subject") == nil {
            mapping.report(".subject", "is missing", hint: "write \(member) that never changes, such as id")
        }
        return IdentityProviderConfiguration.Mapping(
            subject: subject ?? "", email: mapping.value("email", member, ValueRules.member),
            emailVerified: mapping.value("email_verified", member, ValueRules.member),
            name: mapping.value("name", member, ValueRules.member))
    }

    private mutating func readScopes(into provider: inout IdentityProviderConfiguration, type: Kind?) {
        let count = section.findings.count
        provider.scopes = section.list("scopes", "a list such as [openid, email]", ValueRules.scopeName)
        guard section.findings.count == count, let scopes = provider.scopes, let type, type.isOpenID,
            !scopes.contains("openid")
        else { return }
        section.report(
            ".scopes", "does not have openid, without which nobody says who somebody is",
            hint: "write openid as well")
    }

    // MARK: Who may come in

    private mutating func readAllow(_ raw: RawValue) -> AllowRules {
        let hint = "write \(IdentityProviderKey.allowKind)"
        if case .scalar(let text) = raw.shape {
            if text == "everyone" { return AllowRules(everyone: true) }
            section.report(".allow", "\(text.echoed) is not known here", hint: hint)
            return AllowRules()
        }
        guard var allow = section.section("allow", kind: IdentityProviderKey.allowKind) else { return AllowRules() }
        defer { section.take(allow) }
        guard allow.findings.isEmpty else { return AllowRules() }
        guard !allow.entries.isEmpty else {
            allow.report("", "is empty", hint: "\(hint), or remove the line")
            return AllowRules()
        }
        allow.check(known: ["domains", "emails", "claims"])
        return AllowRules(
            domains: allow.list("domains", "a list such as [example.com]", ValueRules.domain) ?? [],
            emails: allow.list("emails", "a list such as [me@example.org]", ValueRules.address) ?? [],
            claims: Self.claims(in: &allow))
    }

    private static func claims(in allow: inout SectionReader) -> [String: [String]] {
        let kind = "a map such as {groups: [staff]}"
        guard var claims = allow.section("claims", kind: kind) else { return [:] }
        defer { allow.take(claims) }
        guard claims.findings.isEmpty else { return [:] }
        if claims.entries.isEmpty { claims.report("", "is empty", hint: "write \(kind), or remove the line") }
        return claims.entries.reduce(into: [:]) { rules, entry in
            do throws(ConfigurationValueError) { _ = try ValueRules.member(entry.name) } catch {
                claims.report(".\(entry.name)", error.message, hint: error.hint)
            }
            let list = "a list such as [staff]"
            if case .scalar = entry.value.shape {
                rules[entry.name] = claims.value(entry.name, list, ValueRules.claimValue).map { [$0] }
            } else {
                rules[entry.name] = claims.list(entry.name, list, ValueRules.claimValue)
            }
        }
    }
}
