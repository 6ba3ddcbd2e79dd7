import DoorwardDocuments

extension ZooAnimal {
    /// P08: names and descriptions.
    static let texts: [ZooAnimal] = [
        naming(
            "long name", "name_for_human", String(repeating: "Zoo ", count: 13) + "!", "name_for_human is too long."),
        naming("model's name with spaces", "name_for_model", "zoo to-dos", "name_for_model has a space and a hyphen."),
        naming(
            "long description", "description_for_human", String(repeating: "To-dos of a zoo. ", count: 10),
            "description_for_human has 170 characters."),
        naming(
            "very long description", "description_for_model", String(repeating: "Lists to-dos. ", count: 600),
            "description_for_model has 8,400 characters."),
    ]

    private static func naming(_ name: String, _ member: String, _ value: String, _ sentence: String) -> ZooAnimal {
        plugin("P08", name, sentence) { $0.editManifest { $0[member] = .string(value) } }
    }

    /// P09: the verification token.
    static let verification: [ZooAnimal] = [
        verifying("placeholder", "The token is still the documentation's placeholder.") {
            ["openai": "Replace_this_string_with_the_verification_token_generated_in_the_ChatGPT_UI"]
        },
        verifying("empty", "The token is empty.") { ["openai": ""] },
        verifying("missing", "There are no verification tokens.") { nil },
        verifying("other token", "The token is that of another environment.") {
            ["openai": "fedcba9876543210fedcba9876543210"]
        },
        verifying("under another name", "The token is there, but not as that of openai.") {
            ["chatgpt": .string(ZooWorld.verificationToken)]
        },
        plugin("P09", "old copy", "The CDN still serves the manifest of yesterday, with the token before.", .service) {
            $0.editManifest { $0.change("auth") { $0["verification_tokens"] = ["openai": .string(oldToken)] } }
            $0.change("/.well-known/ai-plugin.json") { _, response in
                response.set("Age", "86000")
                response.set("Cache-Control", "public, max-age=604800")
                response.set("X-Cache", "HIT")
            }
        },
    ]

    private static let oldToken = "00112233445566778899aabbccddeeff"

    private static func verifying(
        _ name: String, _ sentence: String, _ tokens: @escaping @Sendable () -> JSONValue?
    ) -> ZooAnimal {
        plugin("P09", name, sentence, .service) {
            $0.editManifest { $0.change("auth") { $0["verification_tokens"] = tokens() } }
        }
    }

    /// P10 to P13: what the manifest says about authentication.
    static let authentication: [ZooAnimal] = [
        plugin("P10", "client secret", "The manifest publishes the OAuth client's secret.", .oauth) {
            $0.editManifest { $0.change("auth") { $0["client_secret"] = .string(ZooAuthorization.clientSecret) } }
        },
        plugin("P10", "key in a description", "The description for the model holds the key of an API.") {
            $0.editManifest { manifest in
                let key = "sk-" + "proj-" + String(repeating: "Zq7Xw2Lp9Rt4", count: 4)
                manifest["description_for_model"] = .string("Lists the to-dos of a small zoo. Use the key \(key).")
            }
        },
        plugin("P10", "key in an address", "api.url has the key of the API in its query.") {
            $0.editManifest { manifest in
                let key = "zk_live_" + String(repeating: "q7Xw2Lp9Rt4v", count: 3)
                manifest.change("api") { $0["url"] = .string("https://api.example.test/openapi.json?api_key=\(key)") }
            }
        },
        typed("api_key", "auth.type is api_key.") { $0["type"] = "api_key" },
        typed("basic", "auth.type is basic.") { $0["type"] = "basic" },
        plugin("P11", "no auth", "The manifest has no auth.") { $0.editManifest { $0["auth"] = nil } },
        plugin("P12", "authorize endpoint twice", "authorization_url holds the authorize endpoint.", .oauth) {
            $0.editManifest { $0.change("auth") { $0["authorization_url"] = $0["client_url"] } }
        },
        plugin("P12", "swapped", "client_url is the token endpoint, authorization_url the authorize endpoint.", .oauth)
        {
            $0.editManifest { manifest in
                manifest.change("auth") { auth in
                    let login = auth["client_url"]
                    auth["client_url"] = auth["authorization_url"]
                    auth["authorization_url"] = login
                }
            }
        },
        plugin("P13", "query", "client_url has a query.", .oauth) { $0.extendLoginAddress("?audience=zoo") },
        plugin("P13", "fragment", "client_url has a fragment.", .oauth) { $0.extendLoginAddress("#start") },
    ]

    private static func typed(
        _ name: String, _ sentence: String, _ change: @escaping @Sendable (inout JSONObject) -> Void
    ) -> ZooAnimal {
        plugin("P11", name, sentence) { $0.editManifest { $0.change("auth", change) } }
    }
}

extension ZooWorld {
    fileprivate mutating func extendLoginAddress(_ text: String) {
        editManifest { manifest in
            manifest.change("auth") { auth in
                auth["client_url"] = .string((auth["client_url"]?.stringValue ?? "") + text)
            }
        }
    }
}
