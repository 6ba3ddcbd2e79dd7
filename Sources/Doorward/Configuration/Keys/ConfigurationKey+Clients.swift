import DoorwardOAuth

extension ConfigurationKey {
    /// Clients that nobody here registered, and what goes beyond the core of OAuth 2.1.
    static let clientKeys: [ConfigurationKey] = registrationKeys + documentKeys + featureKeys

    private static let registrationKeys: [ConfigurationKey] = [
        choice(
            "oauth.registration", \.oauth.registration,
            "Who may register clients at `/oauth/register` (RFC 7591): nobody, who has the token below, or everybody."),
        secret(
            "oauth.registration_token", \.oauth.registrationToken,
            "Reference to the initial access token of `registration: token`."),
        list(
            "oauth.registration_schemes", \.oauth.registrationSchemes, "a list of schemes such as [cursor]",
            "Private-use schemes that redirect URIs may have, besides https and http on the caller's own machine.",
            parse: ValueRules.redirectScheme, written: { $0 }),
        duration(
            "oauth.registration_lifetime", \.oauth.registrationLifetime, "a length of time from 1h to 365d",
            "How long a client that registered itself is kept when nobody ever agreed to it.",
            in: .seconds(3600) ... .seconds(365 * 86400)),
        optionalList(
            "oauth.registered_scopes", \.oauth.registeredScopes, "a list of scopes such as [notes:read]",
            "The most that clients can have that registered themselves or have a document.",
            absence: "all of oauth.scopes", parse: ValueRules.scopeName, written: { $0 }),
        map(
            "oauth.registration_pools", \.oauth.registrationPools,
            "a map such as {vendor: 192.0.2.0/24 2001:db8::/32}",
            "The addresses from which a vendor's clients register, with blanks between: each pool has a limit of its "
                + "own instead of one for each address.",
            name: ValueRules.poolName, parse: ValueRules.addressBlocks,
            written: { $0.map(\.description).joined(separator: " ") }),
    ]

    private static let documentKeys: [ConfigurationKey] = [
        toggle(
            "oauth.client_documents", \.oauth.clientDocuments,
            "Whether a client may be known by a document at the https address that is its id."),
        list(
            "oauth.client_document_hosts", \.oauth.clientDocumentHosts, "a list of hosts such as [claude.ai]",
            "The hosts whose documents count.", empty: "any", parse: ValueRules.documentHost, written: { $0 }),
    ]

    private static let featureKeys: [ConfigurationKey] = [
        toggle(
            "oauth.private_key_jwt", \.oauth.privateKeyJWT,
            "Whether clients may prove who they are with a private key (RFC 7523)."),
        choice(
            "oauth.pushed_requests", \.oauth.pushedRequests,
            "Whether clients may, or must, send their requests to `/oauth/par` first (RFC 9126)."),
        choice(
            "oauth.dpop", \.oauth.dpop,
            "Whether clients may, or must, bind their tokens to a key (RFC 9449)."),
        toggle(
            "oauth.device_flow", \.oauth.deviceFlow,
            "Whether devices without a browser may show a code that people type elsewhere (RFC 8628)."),
        file(
            "oauth.ca_file", \.oauth.caFile, "the name of a PEM file",
            "Certificate authorities that client documents, keys of clients and identity providers are trusted by, "
                + "besides the system's.", absence: "none"),
    ]

    private static func optionalList<V: Equatable & Sendable>(
        _ path: String, _ field: Field<[V]?>, _ kind: String, _ summary: String, absence: String,
        parse: @escaping Parse<V>, written: @escaping @Sendable (V) -> String
    ) -> ConfigurationKey {
        ConfigurationKey(
            path: path, shape: .list, kind: kind, summary: summary, isRequired: false, isSecret: false,
            absence: absence, binding: .optionalList(field, kind: kind, parse: parse, written: written))
    }
}
