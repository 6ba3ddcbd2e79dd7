import Crypto
import CryptoExtras
import DoorwardJOSE
import DoorwardSecrets
import Foundation
import Testing

@testable import DoorwardSecretSources

@Suite struct GoogleCredentialsTests {
    private let files: GoogleFiles
    private let script = GoogleScript()
    private static let metadata =
        "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token"
        + "?scopes=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fcloud-platform"

    init() throws { files = try GoogleFiles() }

    private func credentials(_ text: String, _ more: [String: String] = [:]) throws -> GoogleCredentials {
        let path = try files.write(text)
        return GoogleCredentials(script.surroundings(["GOOGLE_APPLICATION_CREDENTIALS": path].merging(more) { $1 }))
    }

    private func form(_ request: SecretRequest) -> [String] {
        String(decoding: request.body, as: UTF8.self).split(separator: "&").map(String.init)
    }

    /// The claims of all assertions that were sent.
    private func claims() throws -> [String] {
        try script.requests.map { request in
            let text = String(decoding: request.body, as: UTF8.self)
            let part = try #require(text.split(separator: ".").dropFirst().first)
            return String(decoding: try #require(Base64URL.decode(String(part))), as: UTF8.self)
        }
    }

    private func reveal(_ token: GoogleAccessToken) -> String? { token.value.revealUTF8() }

    @Test("A service account signs claims for the token endpoint")
    func serviceAccount() async throws {
        defer { files.remove() }
        script.set("POST /token", 200, "{\"access_token\":\"t1\",\"expires_in\":\"3599\",\"token_type\":\"Bearer\"}")
        let token = try await credentials(GoogleFiles.serviceAccount()).current()
        #expect(reveal(token) == "t1")
        #expect(token.expiresAt == script.clock.now + 3599)
        let request = try #require(script.requests.first)
        #expect(request.method == "POST" && request.url == "https://oauth2.example.com/token")
        #expect(request.headers.contains { $0 == ("content-type", "application/x-www-form-urlencoded") })
        let fields = form(request)
        #expect(fields.count == 2)
        #expect(fields[0] == "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer")
        let parts = try #require(fields[1].split(separator: "=").last).split(separator: ".").map(String.init)
        let now = script.clock.now
        #expect(
            String(decoding: Base64URL.decode(parts[0]) ?? [], as: UTF8.self)
                == #"{"alg":"RS256","typ":"JWT","kid":"kid1"}"#)
        #expect(
            String(decoding: Base64URL.decode(parts[1]) ?? [], as: UTF8.self)
                == #"{"iss":"robot@p1.iam.gserviceaccount.com","scope":"https://www.googleapis.com/auth/cloud-platform","#
                + #""aud":"https://oauth2.example.com/token","iat":\#(now),"exp":\#(now + 3600)}"#)
        let signature = _RSA.Signing.RSASignature(rawRepresentation: Base64URL.decode(parts[2]) ?? [])
        let digest = SHA256.hash(data: Data("\(parts[0]).\(parts[1])".utf8))
        #expect(
            try #require(GoogleFiles.key).publicKey.isValidSignature(
                signature, for: digest, padding: .insecurePKCS1v1_5))
    }

    @Test("A person's refresh token is exchanged, and the project that pays is kept")
    func user() async throws {
        defer { files.remove() }
        script.set("POST /token", 200, "{\"access_token\":\"t1\",\"expires_in\":10}")
        let text = GoogleFiles.json([
            "type": "authorized_user", "client_id": "c&1", "client_secret": "fake-1", "refresh_token": "1//fake",
            "quota_project_id": "payer",
        ])
        let token = try await credentials(text).current()
        #expect(token.quotaProject == "payer")
        #expect(script.requests.first?.url == "https://oauth2.googleapis.com/token")
        #expect(
            form(script.requests[0]) == [
                "grant_type=refresh_token", "client_id=c%261", "client_secret=fake-1", "refresh_token=1%2F%2Ffake",
            ])
        let other = try await credentials(text, ["GOOGLE_CLOUD_QUOTA_PROJECT": "other"]).current()
        #expect(other.quotaProject == "other")
        await #expect(throws: SecretSourceError.self) {
            try await self.credentials(text, ["GOOGLE_CLOUD_QUOTA_PROJECT": "a\r\nb"]).current()
        }
    }

    private func workload(_ source: String, _ more: String = "") -> String {
        "{\"type\":\"external_account\",\"audience\":\"//iam/pool\",\"subject_token_type\":\"urn:x:jwt\","
            + "\"credential_source\":\(source)\(more)}"
    }

    @Test("A workload's token from a file or an address is exchanged for one of Google's")
    func workloads() async throws {
        defer { files.remove() }
        let path = try files.write(" subject.token \n", "token")
        script.set("POST /v1/token", 200, "{\"access_token\":\"t1\",\"expires_in\":3600}")
        script.set("GET /id?x=1", 200, "{\"a\":{\"t\":\"no\"},\"t\":\"other.token\"}")
        _ = try await credentials(workload("{\"file\":\"\(path)\"}")).current()
        let expected = [
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange", "audience=%2F%2Fiam%2Fpool",
            "scope=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fcloud-platform",
            "requested_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token",
            "subject_token=subject.token",
            "subject_token_type=urn%3Ax%3Ajwt",
        ]
        #expect(form(script.requests[0]) == expected)
        #expect(script.requests[0].url == "https://sts.googleapis.com/v1/token")
        let source =
            "{\"url\":\"http://169.254.169.254/id?x=1\",\"headers\":{\"Metadata\":\"True\"},"
            + "\"format\":{\"type\":\"json\",\"subject_token_field_name\":\"t\"}}"
        _ = try await credentials(workload(source, ",\"workforce_pool_user_project\":\"u1\"")).current()
        #expect(script.requests[1].headers.map(\.name) == ["Metadata"] && script.requests[1].body.isEmpty)
        #expect(form(script.requests[2]).contains("subject_token=other.token"))
        #expect(form(script.requests[2]).last == "options=%257B%2522userProject%2522%253A%2522u1%2522%257D")
    }

    @Test("A workload that acts as a service account asks for its token, and its end is by Google's clock")
    func impersonation() async throws {
        defer { files.remove() }
        let path = try files.write("subject.token", "token")
        script.set("POST /v1/token", 200, "{\"access_token\":\"t1\",\"expires_in\":3600}")
        let answer = SecretResponse.json(
            200, "{\"accessToken\":\"t2\",\"expireTime\":\"1994-11-06T09:18:37Z\"}",
            headers: [("Date", "Sun, 06 Nov 1994 08:49:37 GMT")])
        script.set("POST /v1/projects/-/serviceAccounts/a@b:generateAccessToken", { _ in answer })
        let url = "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a@b:generateAccessToken"
        let token = try await credentials(
            workload(
                "{\"file\":\"\(path)\"}",
                ",\"service_account_impersonation_url\":\"\(url)\",\"service_account_impersonation\":"
                    + "{\"token_lifetime_seconds\":1800}")
        ).current()
        #expect(reveal(token) == "t2" && token.expiresAt == script.clock.now + 1740)
        #expect(script.requests[1].headers.contains { $0 == ("authorization", "Bearer t1") })
        #expect(
            String(decoding: script.requests[1].body, as: UTF8.self)
                == #"{"delegates":[],"scope":["https://www.googleapis.com/auth/cloud-platform"],"lifetime":"1800s"}"#)
    }

    @Test("The order is: the variable, gcloud's file, the metadata server")
    func order() async throws {
        defer { files.remove() }
        script.set("POST /token", 200, "{\"access_token\":\"from-endpoint\",\"expires_in\":3600}")
        let home = files.path
        let gone = ["GOOGLE_APPLICATION_CREDENTIALS": home + "/none.json", "HOME": home]
        await #expect {
            try await GoogleCredentials(script.surroundings(gone)).current()
        } throws: { "\($0)".contains("GOOGLE_APPLICATION_CREDENTIALS names \(home)/none.json") }
        let machine = try await GoogleCredentials(script.surroundings(["HOME": home])).current()
        #expect(reveal(machine) == "token-1" && script.requests.isEmpty)
        _ = try files.write(GoogleFiles.serviceAccount(), ".config/gcloud/application_default_credentials.json")
        let file = try await GoogleCredentials(script.surroundings(["HOME": home])).current()
        #expect(reveal(file) == "from-endpoint")
        let other = try await GoogleCredentials(script.surroundings(["HOME": home, "CLOUDSDK_CONFIG": "/nowhere"]))
            .current()
        #expect(reveal(other) == "token-2")
    }

    @Test("The metadata server is asked with its header, and known by it")
    func metadataServer() async throws {
        defer { files.remove() }
        script.set(
            "metadata",
            { _ in
                .json(200, "{\"access_token\":\"t\",\"expires_in\":60}", headers: [("metadata-flavor", "Google")])
            })
        _ = try await GoogleCredentials(script.surroundings()).current()
        #expect(script.requests[0].url == Self.metadata && script.requests[0].method == "GET")
        #expect(script.requests[0].headers.map { "\($0.name): \($0.value)" } == ["metadata-flavor: Google"])
        #expect(script.requests[0].timeout <= .seconds(3))
        script.set("metadata", { _ in .json(200, "{\"access_token\":\"t\",\"expires_in\":60}") })
        await #expect(throws: SecretSourceError.self) { try await GoogleCredentials(script.surroundings()).current() }
    }

    @Test(
        "A metadata server's answers that give no token say what to do",
        arguments: [(404, "attach one"), (403, "scopes"), (500, "500"), (429, "patience"), (301, "301")])
    func metadataFaults(status: Int, word: String) async throws {
        defer { files.remove() }
        script.set("metadata", { _ in .json(status, "<html>", headers: [("Metadata-Flavor", "Google")]) })
        await #expect {
            try await GoogleCredentials(script.surroundings()).current()
        } throws: { "\($0)".contains(word) }
    }

    @Test("No metadata server, and a host that is none, are said as missing credentials")
    func noMetadata() async throws {
        defer { files.remove() }
        script.set(
            "metadata", GoogleScript.down("no such host"))
        for variables in [[:], ["NO_GCE_CHECK": "true"]] {
            await #expect {
                try await GoogleCredentials(script.surroundings(variables)).current()
            } throws: { "\($0)".contains("GOOGLE_APPLICATION_CREDENTIALS is not set") }
        }
        for host in ["a b", "a/b", "user@a", "http://a", "a:0", "a?b", "a#b"] {
            await #expect {
                try await GoogleCredentials(script.surroundings(["GCE_METADATA_HOST": host])).current()
            } throws: { "\($0)".contains("GCE_METADATA_HOST") }
        }
        #expect(script.requests.count == 3)
    }

    @Test("Many who wait ask once")
    func singleFlight() async throws {
        defer { files.remove() }
        let credentials = GoogleCredentials(script.surroundings())
        let tokens = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<50 { group.addTask { (try? await credentials.current())?.value.revealUTF8() } }
            return await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(tokens == ["token-1"] && script.tokens == 1)
    }

    @Test("A token is renewed five minutes before its end, and kept while it is good when that fails")
    func renewal() async throws {
        defer { files.remove() }
        let credentials = GoogleCredentials(script.surroundings())
        #expect(reveal(try await credentials.current()) == "token-1")
        script.clock.advance(3299)
        #expect(reveal(try await credentials.current()) == "token-1")
        script.set("metadata", GoogleScript.down("down"))
        script.clock.advance(1)
        #expect(reveal(try await credentials.current()) == "token-1")
        let asked = script.requests.count
        #expect(asked == 3)
        // Not asked again at once, but a little later.
        #expect(reveal(try await credentials.current()) == "token-1")
        #expect(script.requests.count == asked)
        script.clock.advance(20)
        #expect(reveal(try await credentials.current()) == "token-1")
        #expect(script.requests.count == asked + 3)
        script.clock.advance(300)
        await #expect(throws: SecretSourceError.self) { try await credentials.current() }
        script.set(
            "metadata",
            { _ in
                .json(200, "{\"access_token\":\"again\",\"expires_in\":60}", headers: [("Metadata-Flavor", "Google")])
            })
        #expect(reveal(try await credentials.current()) == "again")
        // A fifth of a life of a minute.
        script.clock.advance(47)
        let before = script.requests.count
        _ = try await credentials.current()
        #expect(script.requests.count == before)
        script.clock.advance(1)
        _ = try await credentials.current()
        #expect(script.requests.count == before + 1)
    }

    @Test("A key that is replaced on disk is used for the next token")
    func replacedKey() async throws {
        defer { files.remove() }
        script.set("POST /token", 200, "{\"access_token\":\"one\",\"expires_in\":100}")
        script.set("POST /other", 200, "{\"access_token\":\"two\",\"expires_in\":100}")
        let credentials = try credentials(GoogleFiles.serviceAccount())
        #expect(reveal(try await credentials.current()) == "one")
        _ = try files.write(GoogleFiles.serviceAccount(["token_uri": "https://oauth2.example.com/other"]))
        script.clock.advance(90)
        #expect(reveal(try await credentials.current()) == "two")
    }

    @Test(
        "Claims of a wrong time are signed again by the clock of the refusal, once", arguments: [-7200, 7200 as Int64])
    func skew(offset: Int64) async throws {
        defer { files.remove() }
        // 784 111 777 is Sun, 06 Nov 1994 08:49:37 GMT.
        script.clock.advance(784_111_777 - offset - script.clock.now)
        let refusal = SecretResponse.json(
            400, "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT\"}",
            headers: [("Date", "Sun, 06 Nov 1994 08:49:37 GMT")])
        script.set("POST /token", { _ in refusal }, { _ in .json(200, "{\"access_token\":\"t\",\"expires_in\":50}") })
        let credentials = try credentials(GoogleFiles.serviceAccount())
        _ = try await credentials.current()
        let claims = try claims()
        #expect(claims.count == 2)
        #expect(claims[0].contains("\"iat\":\(784_111_777 - offset),"))
        #expect(claims[1].contains("\"iat\":784111777,"))
        #expect(await credentials.warning?.contains("120 minutes \(offset > 0 ? "behind" : "ahead of")") == true)
        // The next token is signed rightly at once; a refusal that is not of the time is not tried again.
        script.clock.advance(45)
        script.set("POST /token", { _ in refusal })
        _ = try await credentials.current()
        #expect(script.requests.count == 3)
    }

    @Test("A clock that is set right later is believed again")
    func clockSetRight() async throws {
        defer { files.remove() }
        func refusal(_ time: String) -> ScriptedTransport.Answer {
            { _ in
                .json(400, "{\"error\":\"invalid_grant\"}", headers: [("Date", "Sun, 06 Nov 1994 \(time) GMT")])
            }
        }
        let token: ScriptedTransport.Answer = { _ in .json(200, "{\"access_token\":\"t\",\"expires_in\":50}") }
        let credentials = try credentials(GoogleFiles.serviceAccount())
        // 784 111 777 is 08:49:37; the clock is half an hour behind.
        script.clock.advance(784_109_977 - script.clock.now)
        script.set("POST /token", refusal("08:49:37"), token)
        _ = try await credentials.current()
        #expect(await credentials.warning?.contains("30 minutes behind") == true)
        // A minute later it has been set right, but for three seconds.
        script.clock.advance(1800 + 60)
        script.set("POST /token", refusal("08:50:40"), token)
        _ = try await credentials.current()
        #expect(await credentials.warning == nil)
        let times = [784_109_977, 784_111_777, 784_113_637, 784_111_837]
        let claims = try claims()
        #expect(claims.count == times.count)
        for (claims, time) in zip(claims, times) { #expect(claims.contains("\"iat\":\(time),")) }
    }

    @Test("An endpoint that tells another time with each refusal is asked twice and no more")
    func changingClocks() async throws {
        defer { files.remove() }
        let dates: [ScriptedTransport.Answer] = (10...50).map { minute in
            { _ in
                .json(
                    400, "{\"error\":\"invalid_grant\"}",
                    headers: [("Date", "Sun, 06 Nov 1994 \(minute % 20):\(minute):37 GMT")])
            }
        }
        let transport = ScriptedTransport(dates)
        let path = try files.write(GoogleFiles.serviceAccount())
        let credentials = GoogleCredentials(
            SourceSurroundings(transport, environment: ["GOOGLE_APPLICATION_CREDENTIALS": path]))
        await #expect(throws: SecretSourceError.self) { try await credentials.current() }
        #expect(transport.requests.count == 2)
    }

    private static let refused: [(Int, String, String)] = [
        (400, "{\"error\":\"invalid_grant\",\"error_description\":\"s3cr3t\"}", "invalid_grant"),
        (401, "{\"error\":\"invalid_client\"}", "invalid_client"), (400, "{\"error\":\"s3cr3t\"}", "status 400"),
        (403, "<html>s3cr3t</html>", "status 403"), (429, "{}", "patience"), (503, "s3cr3t", "status 503"),
        (200, "<html>s3cr3t", "not a JSON object"), (200, "{\"access_token\":\"s3cr3t", "not a JSON object"),
        (200, "{\"access_token\":\"s3cr3t\"}", "expires_in"),
        (200, "{\"access_token\":7,\"expires_in\":9}", "access token"),
        (200, "{\"access_token\":\"s3cr3t\\r\\nx: y\",\"expires_in\":9}", "access token"),
        (200, "{\"access_token\":\"s3cr3t\",\"expires_in\":-1}", "expires_in"),
        (200, "{\"access_token\":\"s3cr3t\",\"expires_in\":9,\"token_type\":\"mac\"}", "Bearer"),
        (200, "[]", "not a JSON object"), (302, "", "status 302"),
    ]

    @Test(
        "Refusals of the token endpoint say what to do, and never what they were answered",
        arguments: Self.refused)
    func refusals(status: Int, text: String, word: String) async throws {
        defer { files.remove() }
        script.set("POST /token", status, text)
        let credentials = try credentials(GoogleFiles.serviceAccount())
        await #expect {
            try await credentials.current()
        } throws: { "\($0)".contains(word) && !"\($0)".contains("s3cr3t") && "\($0)".contains("oauth2.example.com") }
    }

    @Test("A life beyond all measure overflows nothing")
    func longLife() async throws {
        defer { files.remove() }
        script.set("POST /token", 200, "{\"access_token\":\"t\",\"expires_in\":\(Int64.max)}")
        #expect(try await credentials(GoogleFiles.serviceAccount()).current().expiresAt == script.clock.now + 86_400)
    }
}
