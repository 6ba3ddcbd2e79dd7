import DoorwardOAuth
import DoorwardSecrets

extension IdentityProviderConfiguration {
    /// The entry as it would be written, in the order of the reference.
    ///
    /// - Parameter isShown: for people: with what is in force where nothing was said, and without queries of URLs.
    func written(isShown: Bool = false) -> RawValue {
        let address = { (url: EndpointURL?) in url.map { isShown ? $0.description : $0.text } }
        var entries: [RawValue.Entry] = []
        func add(_ name: String, _ text: String?) {
            if let text { entries.append(RawValue.Entry(name, .scalar(text))) }
        }
        add("type", type.rawValue)
        add("label", isShown ? title : label)
        add("client_id", clientID)
        add("client_secret", clientSecret?.written)
        add("client_authentication", clientAuthentication?.rawValue)
        add("issuer", issuer?.text)
        add("tenant", isShown && type == .microsoft ? tenant ?? "common" : tenant)
        add("authorization_url", address(authorizationURL))
        add("token_url", address(tokenURL))
        add("user_info_url", address(userInfoURL))
        if let mapping { entries.append(RawValue.Entry("mapping", mapping.written)) }
        if let scopes { entries.append(RawValue.Entry("scopes", .texts(scopes))) }
        if !allow.isEmpty { entries.append(RawValue.Entry("allow", allow.written)) }
        add("link", link.rawValue)
        add("role", role)
        return RawValue(shape: .map(entries), origin: .default)
    }

    /// Each inner key as it may be shown: `acme.allow.domains`.
    var shown: [(name: String, value: ConfigurationSetting.Value)] {
        Self.flatten(written(isShown: true), path: name)
    }

    private static func flatten(_ raw: RawValue, path: String) -> [(name: String, value: ConfigurationSetting.Value)] {
        switch raw.shape {
        case .null: []
        case .scalar(let text): [(path, .text(text))]
        case .list(let items):
            [
                (
                    path,
                    .list(
                        items.compactMap { if case .scalar(let text) = $0.shape { text } else { nil } })
                )
            ]
        case .map(let entries): entries.flatMap { flatten($0.value, path: "\(path).\($0.name)") }
        }
    }
}

extension IdentityProviderConfiguration.Mapping {
    fileprivate var written: RawValue.Shape {
        let members = [("subject", subject), ("email", email), ("email_verified", emailVerified), ("name", name)]
        return .map(members.compactMap { name, text in text.map { RawValue.Entry(name, .scalar($0)) } })
    }
}

extension AllowRules {
    /// `everyone`, or the rules.
    fileprivate var written: RawValue.Shape {
        if everyone { return .scalar("everyone") }
        var entries: [RawValue.Entry] = []
        if !domains.isEmpty { entries.append(RawValue.Entry("domains", .texts(domains))) }
        if !emails.isEmpty { entries.append(RawValue.Entry("emails", .texts(emails))) }
        if !claims.isEmpty {
            let sorted = claims.sorted { $0.key < $1.key }
            entries.append(RawValue.Entry("claims", .map(sorted.map { RawValue.Entry($0.key, .texts($0.value)) })))
        }
        return .map(entries)
    }
}

extension RawValue.Entry {
    /// An entry that no file has.
    fileprivate init(_ name: String, _ shape: RawValue.Shape) {
        self.init(name: name, value: RawValue(shape: shape, origin: .default))
    }
}

extension RawValue.Shape {
    /// A list that no file has.
    static func texts(_ texts: [String]) -> RawValue.Shape {
        .list(texts.map { RawValue(shape: .scalar($0), origin: .default) })
    }
}
