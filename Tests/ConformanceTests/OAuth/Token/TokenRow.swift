import Testing

/// One line of the checklist: what is changed of a correct token request, and what comes of it.
struct TokenRow: Sendable, CustomTestStringConvertible {
    /// A correct request: the form with credentials, and what it was made from.
    struct Draft: Sendable {
        var form: Form
        let client: OAuthClient
        let fixture: OAuthFixture

        /// The form with the credentials of another client.
        func form(as other: KnownClient) -> Form {
            form.with("client_id", nil).with("client_secret", nil) + fixture[other].credentials
        }

        /// The form without credentials.
        var bare: Form { form.with("client_id", nil).with("client_secret", nil) }
    }

    enum Sent: Sendable {
        case form(Form, Gate.Headers = [])
        case json(String, Gate.Headers = [])
        case raw(String, String, Gate.Headers, [UInt8])
    }

    enum Grant: Sendable { case code, refresh, client }

    let name: String
    let grant: Grant
    let client: KnownClient
    let status: Int
    let error: String?
    let make: @Sendable (Draft) -> Sent

    var testDescription: String { "\(name) (\(grant))" }

    init(
        _ name: String, _ grant: Grant, of client: KnownClient = .web, _ status: Int, _ error: String? = nil,
        _ make: @escaping @Sendable (Draft) -> Sent
    ) {
        self.name = name
        self.grant = grant
        self.client = client
        self.status = status
        self.error = error
        self.make = make
    }

    init(
        _ name: String, of client: KnownClient = .web, _ status: Int, _ error: String? = nil,
        _ make: @escaping @Sendable (Draft) -> Sent
    ) {
        self.init(name, .code, of: client, status, error, make)
    }
}

extension TokenRow {
    static let all = shapes + authentication + codes + refreshes + machines + malformed

    /// How a request may be written.
    static let shapes: [TokenRow] = [
        TokenRow("form, credentials in the body", 200) { .form($0.form) },
        TokenRow("form, Basic", 200) { .form($0.bare, [$0.client.basic]) },
        TokenRow("form, Basic with another case of letters", 200) {
            .form($0.bare, [("authorization", $0.client.basic.1.replacing("Basic", with: "bAsIc"))])
        },
        TokenRow("JSON, credentials in the body", 200) { .json($0.form.json) },
        TokenRow("JSON, Basic", 200) { .json($0.bare.json, [$0.client.basic]) },
        TokenRow("plugin's JSON", of: .plugin, 200) { .json($0.form.json) },
        TokenRow("plugin's form", of: .plugin, 200) { .form($0.form) },
        TokenRow("action's form", of: .action, 200) { .form($0.form) },
        TokenRow("action's Basic", of: .action, 200) { .form($0.bare, [$0.client.basic]) },
        TokenRow("public client", of: .spa, 200) { .form($0.form) },
        TokenRow("native client", of: .native, 200) { .form($0.form) },
        TokenRow("native client in JSON", of: .native, 200) { .json($0.form.json) },
        TokenRow("Basic, the id in the body too", 200) { draft in
            .form(draft.bare.with("client_id", draft.client.id), [draft.client.basic])
        },
        TokenRow("Basic with every byte encoded", 200) { draft in
            let encoded = [draft.client.id, draft.client.secret ?? ""].map { text in
                text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            }
            return .form(
                draft.bare, [("Authorization", "Basic " + Base64Text.encode(encoded.joined(separator: ":")))])
        },
        TokenRow("a content type with a parameter", 200) {
            raw($0.form, type: "application/x-www-form-urlencoded; charset=UTF-8")
        },
        TokenRow("a content type in capitals", 200) { raw($0.form, type: "Application/X-WWW-Form-URLEncoded") },
        TokenRow("JSON with a character set", 200) {
            .raw(
                "POST", "/oauth/token", [("Content-Type", "application/json; charset=utf-8")], Array($0.form.json.utf8))
        },
        TokenRow("unknown parameters", 200) { .form($0.form + ["foo": "bar", "audience": "x"]) },
        TokenRow("empty parameters are absent", 200) { .form($0.form + ["resource": "", "scope": ""]) },
    ]

    /// Who asks (RFC 6749 §2.3, §5.2).
    static let authentication: [TokenRow] = [
        TokenRow("wrong secret in the body", 401, "invalid_client") { .form($0.form.with("client_secret", wrong)) },
        TokenRow("wrong secret in Basic", 401, "invalid_client") {
            .form($0.bare, [$0.client.with(secret: wrong).basic])
        },
        TokenRow("another client's secret", 401, "invalid_client") {
            .form($0.form.with("client_secret", $0.fixture[.other].secret))
        },
        TokenRow("unknown client", 401, "invalid_client") { .form($0.form.with("client_id", "nobody")) },
        TokenRow("unknown client in Basic", 401, "invalid_client") {
            .form($0.bare, [("Authorization", "Basic " + Base64Text.encode("nobody:x"))])
        },
        TokenRow("a client that was removed", 401, "invalid_client") { .form($0.form(as: .removed)) },
        TokenRow("nobody at all", 401, "invalid_client") { .form($0.bare) },
        TokenRow("a confidential client without its secret", 401, "invalid_client") {
            .form($0.form.with("client_secret", nil))
        },
        TokenRow("an empty secret", 401, "invalid_client") { .form($0.form.with("client_secret", "")) },
        TokenRow("a public client with a secret", of: .spa, 401, "invalid_client") {
            .form($0.form.with("client_secret", wrong))
        },
        TokenRow("two ways at once", 400, "invalid_request") { .form($0.form, [$0.client.basic]) },
        TokenRow("two clients at once", 400, "invalid_request") {
            .form($0.bare.with("client_id", "other"), [$0.client.basic])
        },
        TokenRow("Basic that is not base64", 401, "invalid_client") {
            .form($0.bare, [("Authorization", "Basic !!!")])
        },
        TokenRow("Basic without a colon", 401, "invalid_client") {
            .form($0.bare, [("Authorization", "Basic " + Base64Text.encode("nocolon"))])
        },
        TokenRow("Basic that is not UTF-8", 401, "invalid_client") {
            .form($0.bare, [("Authorization", "Basic " + Base64Text.encode([0xFF, 0x3A, 0xFE]))])
        },
        TokenRow("Bearer", 401, "invalid_client") { .form($0.bare, [("Authorization", "Bearer abc")]) },
        TokenRow("an assertion", 401, "invalid_client") {
            .form(
                $0.bare.with("client_id", $0.client.id) + [
                    "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                    "client_assertion": "e30.e30.x",
                ])
        },
    ]

    static let wrong = "dwcs_" + String(repeating: "A", count: 43)

    static func raw(_ form: Form, type: String?) -> Sent {
        .raw("POST", "/oauth/token", type.map { [("Content-Type", $0)] } ?? [], Array(form.text.utf8))
    }
}
