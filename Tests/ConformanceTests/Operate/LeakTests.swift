import Testing

@Suite("A public document that holds a secret", .ownThreads)
struct LeakTests {
    enum Form: String, CaseIterable, Sendable { case plain, base64, hex, percent, json }

    /// How keys of known kinds look; the rest of each is made up at run time, since a shown example is no leak.
    static let shapes = ["aws", "github", "openai", "stripe", "pem"]

    private func key(_ shape: String) -> String {
        var generator = SystemRandomNumberGenerator()
        func letters(_ count: Int, _ alphabet: String) -> String {
            String((0..<count).map { _ in alphabet.randomElement(using: &generator) ?? "x" })
        }
        let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
        let all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        return switch shape {
        case "aws": "AKIA" + letters(16, upper)
        case "github": "gh" + "p_" + letters(36, all)
        case "openai": "sk" + "-" + letters(48, all)
        case "stripe": "sk" + "_live_" + letters(24, all)
        default: "-----BEGIN " + "RSA PRIVATE KEY-----\\n" + letters(64, all) + "\\n-----END " + "RSA PRIVATE KEY-----"
        }
    }

    @Test("stops the start, naming the document and the place, never the value", arguments: Form.allCases)
    func ownSecret(_ form: Form) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let secret = GateConfiguration.freshSecret()
        try folder.write("secret1", secret)
        let run = try start(folder, description: "Call it with \(try encoded(secret, form))")
        #expect([1, 78].contains(run.status), "\(run.everything)")
        #expect(run.everything.contains("openapi"))
        #expect(run.everything.contains("/info/description"))
        for form in Form.allCases { #expect(try !run.everything.contains(encoded(secret, form))) }
    }

    @Test("stops the start where it is a key of a known shape", arguments: shapes)
    func shape(_ shape: String) async throws {
        let key = key(shape)
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write("secret1", GateConfiguration.freshSecret())
        let run = try start(folder, description: "Call it with \(key)")
        #expect([1, 78].contains(run.status), "\(run.everything)")
        #expect(run.everything.contains("/info/description"))
        #expect(!run.everything.contains(key))
    }

    @Test("stops the start where it is the manifest")
    func manifest() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let secret = GateConfiguration.freshSecret()
        try folder.write("secret1", secret)
        let run = try start(
            folder, description: "Fine", more: "manifest: {description_for_model: \"Send \(secret).\"}\n")
        #expect([1, 78].contains(run.status), "\(run.everything)")
        #expect(run.everything.contains("description_for_model"))
        #expect(!run.everything.contains(secret))
    }

    private func start(_ folder: TemporaryFolder, description: String, more: String = "") throws -> CommandLineTool {
        try folder.write(
            "openapi.json",
            #"{"openapi":"3.1.0","info":{"title":"T","version":"1","description":"\#(description)"},"#
                + #""paths":{"/hello":{"get":{"responses":{"200":{"description":"OK"}}}}}}"#)
        try folder.write(
            "doorward.yaml",
            """
            public_url: https://api.example.com
            listen: 127.0.0.1:\(try FreePort.take())
            upstream: {url: "http://127.0.0.1:9", openapi: openapi.json}
            auth: service_http
            service: {secrets: ["file:\(folder.path)/secret1"]}
            metrics: {listen: off}
            \(more)
            """)
        return try CommandLineTool.doorward(["serve", "--config", "doorward.yaml"], in: folder)
    }

    private func encoded(_ secret: String, _ form: Form) throws -> String {
        switch form {
        case .plain: return secret
        case .hex: return secret.utf8.map { String($0, radix: 16) }.joined()
        case .percent: return secret.utf8.map { "%" + String($0, radix: 16) }.joined()
        case .json: return secret.utf8.map { "\\u00" + String($0, radix: 16) }.joined()
        case .base64:
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            try folder.write("plain", secret)
            return try CommandLineTool.run("/usr/bin/base64", ["-w", "0", "plain"], in: folder).output
        }
    }
}
