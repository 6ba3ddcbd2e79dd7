import DoorwardDocuments

extension ZooAnimal {
    private static let address = "api.example.test/.well-known/ai-plugin.json"

    /// P01 and P02: no manifest, or none that can be read.
    static let manifests: [ZooAnimal] = [
        plugin("P01", "in a folder", "The manifest is at /plugin/.well-known/ai-plugin.json, not at the host's root.") {
            $0.files["api.example.test/plugin/.well-known/ai-plugin.json"] = $0.files.removeValue(forKey: address)
        },
        plugin("P01", "page for people", "Every unknown path, the manifest's too, answers with the web application.") {
            $0.replace(address) { _ in .html("<div id=\"root\"></div><script src=\"/main.js\"></script>") }
        },
        plugin("P01", "behind a sign-in", "Basic authentication is in front of /.well-known.") {
            $0.replace(address) { _ in
                .json(["detail": "No"], status: 401, headers: [("WWW-Authenticate", "Basic realm=\"staging\"")])
            }
        },
        plugin("P01", "behind a check for bots", "The firewall takes the client for a bot and shows a challenge.") {
            $0.replace(address) { _ in
                .html(
                    "<h1>Just a moment...</h1><p>Checking your browser.</p>", status: 403,
                    headers: [("Server", "cloudflare"), ("cf-mitigated", "challenge")])
            }
        },
        plugin("P01", "server error", "The manifest's route fails.") {
            $0.replace(address) { _ in .json(["detail": "Internal Server Error"], status: 500) }
        },
        plugin("P02", "comments", "The manifest has comments, which JSON has not.") {
            $0.edit(address) { $0.text = $0.text.replacing("{\n  \"schema", with: "{\n  // our plugin\n  \"schema") }
        },
        plugin("P02", "comma too many", "There is a comma behind the manifest's last member.") {
            $0.edit(address) { $0.text = $0.text.replacing("/legal\"\n}", with: "/legal\",\n}") }
        },
        plugin("P02", "Python", "The manifest is a Python dictionary turned into text.") {
            $0.editManifest { $0.change("api") { $0["is_user_authenticated"] = false } }
            $0.edit(address) { $0.text = $0.text.replacing("\"", with: "'").replacing("false", with: "False") }
        },
        plugin("P02", "without quotes", "A value has no quotes because a template was not filled in.") {
            $0.edit(address) { $0.text = $0.text.replacing("\"v1\"", with: "v1") }
        },
        plugin("P02", "byte order mark", "The manifest begins with a byte order mark.") {
            $0.edit(address) { $0.bytes = [0xEF, 0xBB, 0xBF] + $0.bytes }
        },
        plugin("P02", "empty", "The manifest is an empty file.") { $0.edit(address) { $0.bytes = [] } },
        plugin("P02", "wrapped", "The manifest is a member of another object.") {
            $0.editManifest { $0 = JSONObject([("/.well-known/ai-plugin.json", .object($0))]) }
        },
        plugin("P02", "OpenAPI in its place", "The OpenAPI document is served at the manifest's address.") {
            $0.files[address] = $0.files["api.example.test/openapi.json"]
        },
    ]

    /// P03 and P04: the manifest or the document is somewhere else.
    static let redirects: [ZooAnimal] = [
        redirecting("parent", to: "example.test", "The manifest redirects to the parent domain."),
        redirecting("sibling", to: "other.example.test", "The manifest redirects to a sibling of the host."),
        redirecting("other domain", to: "www.elsewhere.test", "The manifest redirects to another domain."),
        plugin("P04", "on a file host", "api.url leads to raw.githubusercontent.com.") {
            $0.editManifest { manifest in
                let url = "https://raw.githubusercontent.com/example/zoo/main/openapi.json"
                manifest.change("api") { $0["url"] = .string(url) }
            }
        },
        plugin("P04", "sibling", "api.url leads to a sibling of the manifest's host.") {
            $0.files["other.example.test/openapi.json"] = $0.files["api.example.test/openapi.json"]
            $0.editManifest { $0.change("api") { $0["url"] = "https://other.example.test/openapi.json" } }
        },
    ]

    private static func redirecting(_ name: String, to host: String, _ sentence: String) -> ZooAnimal {
        plugin("P03", name, sentence) {
            $0.files[host + "/.well-known/ai-plugin.json"] = $0.files[address]
            $0.replace(address) { _ in
                .redirect("https://\(host)/.well-known/ai-plugin.json", status: 301)
            }
        }
    }
}
