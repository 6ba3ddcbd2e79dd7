import CryptoExtras
import DoorwardJOSE
import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite struct GoogleCredentialFileTests {
    private static let secret = "s3cr3t"

    private func problem(_ text: String) -> String? {
        do throws(SecretSourceError) {
            _ = try GoogleCredentialFile.parse(Array(text.utf8), file: "/etc/key.json")
            return nil
        } catch {
            guard case .denied(let reason) = error else { return "not denied: \(error)" }
            return reason
        }
    }

    /// Each case breaks one member of a file that is good otherwise.
    private static let good: [String: [String: JOSEValue]] = [
        "service_account": [
            "client_email": .string("a@b"), "private_key": .string(GoogleFiles.key?.pkcs8PEMRepresentation ?? ""),
            "private_key_id": .string("k"), "token_uri": .string("https://a.example/token"),
        ],
        "authorized_user": [
            "client_id": .string("c"), "client_secret": .string("x"), "refresh_token": .string("r"),
            "token_uri": .string("https://a.example/token"), "quota_project_id": .string("p"),
        ],
        "external_account": [
            "audience": .string("a"), "subject_token_type": .string("t"),
            "token_url": .string("https://a.example/token"),
            "service_account_impersonation_url": .string("https://a.example/x:generateAccessToken"),
            "credential_source": .object(JOSEObject(["file": .string("/f")])),
        ],
        "impersonated_service_account": [
            "service_account_impersonation_url": .string("https://a.example/x:generateAccessToken"),
            "source_credentials": .object(
                JOSEObject([
                    "type": .string("authorized_user"), "client_id": .string("c"), "client_secret": .string("x"),
                    "refresh_token": .string("r"),
                ])),
        ],
    ]

    private func text(_ type: String, without name: String? = nil, with value: JOSEValue? = nil) throws -> String {
        var members = try #require(Self.good[type])
        members["type"] = .string(type)
        if let name { members[name] = value }
        let parts = members.map { name, value in
            String(decoding: JOSEObject([name: value]).encoded.dropFirst().dropLast(), as: UTF8.self)
        }
        return "{" + parts.joined(separator: ",") + "}"
    }

    @Test(
        "Every kind of file is read when it is whole, and the member that is broken is named when not",
        arguments: ["service_account", "authorized_user", "external_account", "impersonated_service_account"])
    func members(type: String) throws {
        #expect(problem(try text(type)) == nil)
        let optional: Set = ["token_uri", "token_url", "private_key_id", "quota_project_id"]
        for name in try #require(Self.good[type]).keys {
            let missing = problem(try text(type, without: name))
            if !optional.contains(name), !(type == "external_account" && name == "service_account_impersonation_url") {
                #expect(missing == "/etc/key.json: \(name) is missing")
            } else {
                #expect(missing == nil)
            }
            let wrong: [JOSEValue] = [
                .integer(7), .array([.string(Self.secret)]), .string(""), .string(Self.secret + "\u{0}\r\n"),
                .bool(true),
                .string("http://\(Self.secret).example/" + String(repeating: "x", count: 70_000)),
            ]
            for value in wrong {
                let said = try #require(problem(try text(type, without: name, with: value)), "\(name) \(value)")
                #expect(said.hasPrefix("/etc/key.json: \(name) "), "\(said)")
                #expect(!said.contains(Self.secret))
            }
        }
    }

    private static let broken: [(String, String)] = [
        ("", "not a JSON object"), ("[]", "not a JSON object"), ("{", "not a JSON object"),
        ("{\"type\":\"service_account\",\"type\":\"authorized_user\"}", "not a JSON object"),
        (String(repeating: "{\"a\":", count: 5000), "not a JSON object"), ("{}", "type is missing"),
        ("{\"type\":\"s3cr3t\"}", "type has to be"),
        ("{\"type\":\"external_account_authorized_user\"}", "type has to be"),
        ("{\"type\":\"service_account\",\"universe_domain\":\"s3cr3t.example\"}", "universe_domain has to be"),
    ]

    @Test(
        "Files that cannot be used say why",
        arguments: Self.broken)
    func unusable(text: String, word: String) {
        let said = problem(text)
        #expect(said?.contains(word) == true && said?.contains("/etc/key.json") == true, "\(said ?? "nil")")
        #expect(said?.contains(Self.secret) == false)
    }

    private static let otherSources: [(String, String)] = [
        ("{\"environment_id\":\"aws1\",\"url\":\"http://169.254.169.254/x\"}", "credential_source.environment_id"),
        ("{\"executable\":{\"command\":\"/bin/s3cr3t\"}}", "credential_source.executable"),
        ("{\"certificate\":{}}", "credential_source.certificate"), ("{}", "credential_source.file"),
        ("{\"file\":\"/a\",\"url\":\"https://a.example\"}", "credential_source.file"),
        ("{\"url\":\"http://a.example/s3cr3t\"}", "credential_source.url"),
        ("{\"file\":\"/a\",\"format\":{\"type\":\"xml\"}}", "credential_source.format.type"),
        ("{\"file\":\"/a\",\"format\":{\"type\":\"json\"}}", "credential_source.format.subject_token_field_name"),
        ("{\"file\":\"/a\",\"format\":\"json\"}", "credential_source.format"),
        ("{\"url\":\"https://a.example\",\"headers\":{\"a b\":\"s3cr3t\"}}", "credential_source.headers"),
        ("{\"url\":\"https://a.example\",\"headers\":{\"a\":\"s3cr3t\\r\\nb: c\"}}", "credential_source.headers.a"),
    ]

    @Test(
        "Sources of a workload's token that are not read are refused by name",
        arguments: Self.otherSources)
    func sources(source: String, word: String) {
        let said = problem(
            "{\"type\":\"external_account\",\"audience\":\"a\",\"subject_token_type\":\"t\",\"credential_source\":\(source)}"
        )
        #expect(said?.contains(word) == true && said?.contains(Self.secret) == false, "\(said ?? "nil")")
    }

    @Test("A private key that is none, or too short, is refused without a word of it")
    func keys() throws {
        for pem in ["s3cr3t", "-----BEGIN PRIVATE KEY-----\ns3cr3t\n-----END PRIVATE KEY-----\n"] {
            let said = problem(GoogleFiles.serviceAccount(["private_key": pem]))
            #expect(said == "/etc/key.json: private_key is not an RSA key of 2048 bits at least in PEM form")
        }
        #expect(problem(GoogleFiles.serviceAccount()) == nil)
        #expect(problem(GoogleFiles.serviceAccount(["private_key_id": nil, "token_uri": nil])) == nil)
    }

    @Test(
        "A workload's token that is a page, binary or nothing is not sent on",
        arguments: [
            "", " \n", "<html>no</html>", "a b", "a\u{0}b", "{\"token\":\"x\"} y",
            String(repeating: "x", count: 20_000),
        ])
    func subjects(text: String) async throws {
        let files = try GoogleFiles()
        defer { files.remove() }
        let script = GoogleScript()
        let path = try files.write(text, "token")
        let key = try files.write(
            "{\"type\":\"external_account\",\"audience\":\"a\",\"subject_token_type\":\"t\","
                + "\"credential_source\":{\"file\":\"\(path)\"}}")
        let credentials = GoogleCredentials(script.surroundings(["GOOGLE_APPLICATION_CREDENTIALS": key]))
        await #expect { try await credentials.current() } throws: { "\($0)".contains("is not a token") }
        #expect(script.requests.isEmpty)
    }
}
