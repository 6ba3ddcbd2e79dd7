import Doorward

// The wrong inputs about clients that register themselves, and of what goes beyond the core.
extension WrongInput {
    private static func oauth(
        _ lines: String, _ key: String, line: Int = 6, _ words: String,
        _ severity: ConfigurationProblem.Severity = .error
    ) -> WrongInput {
        .adding("oauth:\n  \(lines)", "oauth.\(key)", line: line, auth: "oauth", words, severity)
    }

    static let clients: [WrongInput] = [
        oauth("registration: on", "registration", "'on' is not known here"),
        oauth("registration: token\n  registration_token: hunter2", "registration_token", line: 7, "not a place"),
        oauth(
            "registration: open\n  registration_schemes: ['cursor:']", "registration_schemes[0]", line: 7,
            "not a scheme"),
        oauth(
            "registration: open\n  registration_schemes: [Cursor]", "registration_schemes[0]", line: 7, "not a scheme"),
        oauth("registration: open\n  registration_schemes: ['']", "registration_schemes[0]", line: 7, "not a scheme"),
        oauth(
            "registration: open\n  registration_schemes: [https]", "registration_schemes[0]", line: 7, "no private-use"),
        oauth(
            "registration: open\n  registration_schemes: [a, http]", "registration_schemes[1]", line: 7,
            "no private-use"),
        oauth(
            "registration: open\n  registration_schemes: [javascript]", "registration_schemes[0]", line: 7, "of its own"
        ),
        oauth("registration: open\n  registration_schemes: [data]", "registration_schemes[0]", line: 7, "of its own"),
        oauth("registration: open\n  registration_schemes: [file]", "registration_schemes[0]", line: 7, "of its own"),
        oauth("registration: open\n  registration_lifetime: 30m", "registration_lifetime", line: 7, "out of range"),
        oauth("registration: open\n  registration_lifetime: 366d", "registration_lifetime", line: 7, "out of range"),
        oauth("registration: open\n  registered_scopes: ['a b']", "registered_scopes[0]", line: 7, "no scope can have"),
        oauth("registration: open\n  registration_pools: [10.0.0.0/8]", "registration_pools", line: 7, "is a list"),
        oauth(
            "registration: open\n  registration_pools: {Big: 10.0.0.0/8}", "registration_pools.Big", line: 7,
            "has a name"),
        oauth("registration: open\n  registration_pools: {big: ''}", "registration_pools.big", line: 7, "is empty"),
        oauth(
            "registration: open\n  registration_pools: {big: 10.0.0.1/8}", "registration_pools.big", line: 7, "bits set"
        ),
        oauth(
            "registration: open\n  registration_pools: {big: '::/0'}", "registration_pools.big", line: 7,
            "every address"),
        oauth("client_documents: true", "client_documents", "'true' is neither on nor off"),
        oauth(
            "client_documents: on\n  client_document_hosts: ['https://a.example']", "client_document_hosts[0]", line: 7,
            "neither a DNS name"),
        oauth(
            "client_documents: on\n  client_document_hosts: [192.0.2.1]", "client_document_hosts[0]", line: 7,
            "an IP address"),
        oauth("private_key_jwt: required", "private_key_jwt", "neither on nor off"),
        oauth("pushed_requests: yes", "pushed_requests", "not known"),
        oauth("dpop: true", "dpop", "not known"),
        oauth("device_flow: required", "device_flow", "neither on nor off"),
        oauth("local_accounts: no", "local_accounts", "neither on nor off"),
        oauth("ca_file: ''", "ca_file", "is empty"),
        oauth("dop: on", "dop", "not a known key"),
    ]

    static let clientRules: [WrongInput] =
        [
            oauth("registration: token", "registration_token", "is missing"),
            oauth("registration_token: env:A", "registration_token", "oauth.registration is closed"),
            oauth(
                "registration: open\n  registration_token: env:A", "registration_token", line: 7,
                "oauth.registration is open"),
            oauth(
                "scopes: {a: A}\n  registration: open\n  registered_scopes: [a, b]", "registered_scopes[1]", line: 8,
                "does not declare"),
            oauth("registration_schemes: [a]", "registration_schemes", "oauth.registration is closed", .warning),
            oauth("registration_lifetime: 1d", "registration_lifetime", "oauth.registration is closed", .warning),
            oauth(
                "registration_pools: {a: 10.0.0.0/8}", "registration_pools", "oauth.registration is closed", .warning),
            oauth("client_document_hosts: [a.example]", "client_document_hosts", "client_documents is off", .warning),
        ]
        + [
            "registration: open", "registration_schemes: [a]", "registration_lifetime: 1d", "registered_scopes: [a]",
            "registration_token: env:A", "registration_pools: {a: 10.0.0.0/8}", "client_documents: on",
            "client_document_hosts: [a.example]", "private_key_jwt: on", "pushed_requests: on", "dpop: required",
            "device_flow: on", "local_accounts: off", "ca_file: a.pem",
        ].map { line in
            let key = String(line.prefix { $0 != ":" })
            return oauth("issuer: https://a.example\n  \(line)", key, line: 7, "names another server", .warning)
        }
}
