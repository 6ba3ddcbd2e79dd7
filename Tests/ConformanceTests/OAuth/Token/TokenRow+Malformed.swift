extension TokenRow {
    /// What cannot be read, or only in two ways.
    static let malformed: [TokenRow] =
        media + duplicates + jsonBodies + [
            TokenRow("no grant type", 400, "invalid_request") { .form($0.form.with("grant_type", nil)) },
            TokenRow("a NUL for a grant type", 400, "invalid_request") { .form($0.form.with("grant_type", "\u{0}")) },
            TokenRow("empty body", 400, "invalid_request") { _ in raw(Form(), type: "application/x-www-form-urlencoded")
            },
            TokenRow("all in the query", 400, "invalid_request") { draft in
                .raw(
                    "POST", "/oauth/token?\(draft.form.text)", [("Content-Type", "application/x-www-form-urlencoded")],
                    [])
            },
            TokenRow("the secret in the query", 401, "invalid_client") { draft in
                .raw(
                    "POST", "/oauth/token?client_id=\(draft.client.id)&client_secret=\(draft.client.secret ?? "")",
                    [("Content-Type", "application/x-www-form-urlencoded")], Array(draft.bare.text.utf8))
            },
            TokenRow("GET", 405, "invalid_request") { draft in
                .raw("GET", "/oauth/token?\(draft.form.text)", [], [])
            },
            TokenRow("PUT", 405, "invalid_request") { draft in
                .raw(
                    "PUT", "/oauth/token", [("Content-Type", "application/x-www-form-urlencoded")],
                    Array(draft.form.text.utf8))
            },
            TokenRow("bad UTF-8", 400, "invalid_request") {
                .form($0.form.with("code", nil).adding("code", raw: "%FF"))
            },
            TokenRow("more than 64 KiB", 413, "invalid_request") {
                .form($0.form.adding("foo", String(repeating: "a", count: 70_000)))
            },
        ]

    private static let media: [TokenRow] = [
        TokenRow("text/plain", 400, "invalid_request") { raw($0.form, type: "text/plain") },
        TokenRow("multipart", 400, "invalid_request") { raw($0.form, type: "multipart/form-data; boundary=x") },
        TokenRow("no content type", 400, "invalid_request") { raw($0.form, type: nil) },
        TokenRow("XML", 400, "invalid_request") { raw($0.form, type: "application/xml") },
        TokenRow("a form that says it is JSON", 400, "invalid_request") { raw($0.form, type: "application/json") },
    ]

    private static let duplicates: [TokenRow] =
        ["grant_type", "code", "redirect_uri", "code_verifier", "client_id", "client_secret"].map { name in
            TokenRow("\(name) twice", 400, "invalid_request") { $0.duplicated(name) }
        }
        + ["grant_type", "client_id", "client_secret", "code"].map { name in
            TokenRow("\(name) twice in JSON", 400, "invalid_request") { draft in
                .json(draft.form.adding(name, draft.form[name] ?? "").json)
            }
        }

    private static let jsonBodies: [TokenRow] =
        jsonTexts.map { text in TokenRow("JSON \(text.prefix(20))", 400, "invalid_request") { _ in .json(text) } }
        + wrongTypes.flatMap { value in
            ["grant_type", "client_id", "client_secret", "code"].map { (name: String) in
                TokenRow("JSON \(name) is \(value)", 400, "invalid_request") { draft in
                    .json(draft.form.with(name, nil).json.dropLast() + ",\"\(name)\":\(value)}")
                }
            }
        }

    private static let wrongTypes: [String] = ["1", "true", "null", "[\"x\"]", "{\"a\":\"b\"}", "1e400"]

    private static let jsonTexts: [String] = [
        "", "{", "[]", "null", "1", "\"grant_type\"", "{} {}", "{\"grant_type\"}", "{\"grant_type\":}",
        "{grant_type:1}", "{'a':'b'}", "{\"a\":\"\u{1}\"}", "{\"a\":\"\\ud800\"}", "{\"a\":\"b\",}",
        String(repeating: "[", count: 20_000), String(repeating: "{\"a\":", count: 10_000),
    ]
}

extension TokenRow.Draft {
    func duplicated(_ name: String) -> TokenRow.Sent { .form(form.adding(name, form[name] ?? "")) }
}
