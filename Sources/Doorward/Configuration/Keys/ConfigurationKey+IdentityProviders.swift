extension ConfigurationKey {
    /// The one key whose entries have keys of their own: ``IdentityProviderKey``.
    static let providerKeys: [ConfigurationKey] = [
        ConfigurationKey(
            path: "identity_providers", shape: .map, kind: kind,
            summary: "Where people may sign in with an account that they have elsewhere: see "
                + "[Identity providers](#identity-providers).",
            isRequired: false, isSecret: false, absence: nil, isWholeInEnvironment: true, isNested: true,
            binding: ConfigurationBinding(
                apply: { raw, configuration in
                    let (providers, findings) = providers(in: raw)
                    configuration.identityProviders = providers
                    return findings
                },
                written: { configuration in
                    .map(configuration.identityProviders.map { RawValue.Entry(name: $0.name, value: $0.written()) })
                },
                display: { configuration in
                    let names = configuration.identityProviders.map(\.name)
                    return names.isEmpty ? nil : .list(names)
                },
                entries: { $0.identityProviders.flatMap(\.shown) }))
    ]

    private static let kind = "a map such as {google: {client_id: …, client_secret: env:NAME}}"

    /// More buttons than anyone wants to choose from.
    static let maximumProviders = 32

    /// The providers in the order of the file. One with findings is there too, for what it names is no stranger.
    private static func providers(
        in raw: RawValue
    ) -> (providers: [IdentityProviderConfiguration], findings: [ConfigurationBinding.Finding]) {
        guard case .map(let entries) = raw.shape else {
            var error = raw.wrongShape(wanted: "a map", kind: kind)
            if case .environment = raw.origin {
                error = ConfigurationValueError("is not a map in YAML with each key once", hint: error.hint)
            }
            return ([], [.init(item: "", origin: raw.origin, error: error)])
        }
        guard entries.count <= maximumProviders else {
            let error = ConfigurationValueError(
                "has more than \(maximumProviders) entries", hint: "leave those that people use")
            return ([], [.init(item: "", origin: entries[maximumProviders].place, error: error)])
        }
        var providers: [IdentityProviderConfiguration] = []
        var findings: [ConfigurationBinding.Finding] = []
        for entry in entries {
            var reader = IdentityProviderReader(entry)
            let (provider, wrong) = reader.read()
            if providers.contains(where: { $0.name == provider.name }) {
                let error = ConfigurationValueError("is there more than once", hint: "give each its own name")
                findings.append(.init(item: ".\(entry.name.shownAsKey)", origin: entry.place, error: error))
            }
            providers.append(provider)
            findings += wrong
        }
        return (providers, findings)
    }
}
