import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite struct GoogleSecretSourceTests {
    private let script = GoogleScript()
    private static let list = "GET /v1/projects/p1/secrets/s/versions?filter=state%3AENABLED&pageSize=25"
    private static let access = "GET /v1/projects/p1/secrets/s/versions/"

    private func values(_ versions: [SecretVersion]) -> [String?] { versions.map { $0.secret.revealUTF8() } }

    private func read(_ text: String = "gcp-sm://p1/s") async throws -> [SecretVersion] {
        try await script.source().read(.google(text))
    }

    @Test("The newest enabled version and the one before are read by exactly these requests")
    func newest() async throws {
        script.list([7, 6, 4])
        script.access(7, "new")
        script.access(6, "old")
        let versions = try await read()
        #expect(values(versions) == ["new", "old"])
        #expect(versions.map(\.label) == ["7", "6"] && versions.map(\.id) == ["7", "6"])
        #expect(versions.map(\.since) == [1_767_830_400, 1_767_744_000])
        #expect(versions.flatMap(\.warnings) == [])
        #expect(script.names == [Self.list, Self.access + "7:access", Self.access + "6:access"])
        for request in script.requests {
            #expect(request.url.hasPrefix("https://secretmanager.googleapis.com/v1/") && request.body.isEmpty)
            #expect(
                request.headers.map { "\($0.name): \($0.value)" } == [
                    "authorization: Bearer token-1", "accept: application/json",
                ])
        }
        #expect(script.tokens == 1)
    }

    @Test("When the version before is retired, an older one does not come back, and is not even read")
    func noComeback() async throws {
        script.list([7, 5, 4])
        script.access(7, "new")
        #expect(values(try await read()) == ["new"])
        #expect(script.names == [Self.list, Self.access + "7:access"])
    }

    @Test("A version that is named is read alone, latest and aliases too", arguments: ["3", "latest", "blue"])
    func named(version: String) async throws {
        script.access(3, "value", as: version)
        let versions = try await read("gcp-sm://p1/s/\(version)")
        #expect(values(versions) == ["value"] && versions[0].label == "3")
        #expect(script.names == ["\(Self.access)\(version):access"])
    }

    @Test("Pages are followed, whatever order a page is in, and disabled versions passed over")
    func pages() async throws {
        script.list([], next: "a/b+c=")
        script.set(
            Self.list + "&pageToken=a%2Fb%2Bc%3D", 200,
            "{\"versions\":[\(GoogleScript.version(8)),\(GoogleScript.version(10, state: "DISABLED")),"
                + "\(GoogleScript.version(9))],\"nextPageToken\":\"\"}")
        script.access(9, "new")
        script.access(8, "old")
        #expect(values(try await read()) == ["new", "old"])
        #expect(script.requests.count == 4)
    }

    @Test("Pages without end are followed for a while only")
    func endlessPages() async throws {
        script.list([], next: "x")
        script.list([], next: "x", after: "x")
        await #expect { try await read() } throws: { "\($0)".contains("no enabled version") }
        #expect(script.requests.count == 20)
    }

    @Test("Versions that go away while they are read are passed over, for a while only")
    func vanishing() async throws {
        script.list(Array(1...25).reversed())
        for number in 1...25 {
            script.set(
                "\(Self.access)\(number):access",
                { _ in
                    number % 2 == 0
                        ? GoogleScript.error(400, "FAILED_PRECONDITION") : GoogleScript.error(404, "NOT_FOUND")
                })
        }
        script.access(23, "value")
        script.access(22, "older")
        #expect(values(try await read()) == ["value", "older"])
        script.set("\(Self.access)22:access", { _ in GoogleScript.error(404, "NOT_FOUND") })
        #expect(values(try await read()) == ["value"])
        script.set("\(Self.access)23:access", { _ in GoogleScript.error(404, "NOT_FOUND") })
        let before = script.requests.count
        await #expect { try await read() } throws: { "\($0)".contains("no enabled version") }
        #expect(script.requests.count == before + 11)
    }

    @Test("A previous version that cannot be read does not make the current one unreadable")
    func previousFails() async throws {
        script.list([2, 1])
        script.access(2, "new")
        for answer in [GoogleScript.error(403, "PERMISSION_DENIED"), .json(200, "<html>"), .json(503, "")] {
            script.set(Self.access + "1:access", { _ in answer })
            let versions = try await read()
            #expect(values(versions) == ["new"])
            #expect(versions[0].warnings.count == 1 && versions[0].warnings[0].contains("version before this one"))
        }
        script.access(1, "")
        #expect(try await read()[0].warnings[0].contains("empty"))
    }

    @Test("Without the right to list, latest is read and the missing role named")
    func noListing() async throws {
        script.set(Self.list, { _ in GoogleScript.error(403, "PERMISSION_DENIED", reason: "IAM_PERMISSION_DENIED") })
        script.access(4, "new", as: "latest")
        let versions = try await read()
        #expect(values(versions) == ["new"] && versions[0].id == "4")
        #expect(versions[0].warnings[0].contains("roles/secretmanager.viewer"))
        script.set(Self.access + "latest:access", { _ in GoogleScript.error(403, "PERMISSION_DENIED") })
        await #expect { try await read() } throws: { "\($0)".contains("roles/secretmanager.secretAccessor") }
    }

    @Test("A token that is refused is replaced once")
    func refusedToken() async throws {
        script.list([1])
        script.access(1, "value")
        let list = script
        script.set(
            Self.list, { _ in GoogleScript.error(401, "UNAUTHENTICATED") },
            { _ in .json(200, "{\"versions\":[\(GoogleScript.version(1))]}") })
        #expect(values(try await read()) == ["value"])
        #expect(list.requests[1].headers[0].value == "Bearer token-2" && script.tokens == 2)
        script.set(Self.list, { _ in GoogleScript.error(401, "UNAUTHENTICATED") })
        let before = script.requests.count
        await #expect { try await read() } throws: { "\($0)".contains("UNAUTHENTICATED (401)") }
        #expect(script.requests.count == before + 2)
    }

    private static let refused: [(Int, String, String?, String)] = [
        (403, "PERMISSION_DENIED", nil, "roles/secretmanager.secretAccessor"),
        (403, "PERMISSION_DENIED", "SERVICE_DISABLED", "gcloud services enable"),
        (403, "PERMISSION_DENIED", "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "cloud-platform"),
        (403, "PERMISSION_DENIED", "s3cr3t", "roles/secretmanager.secretAccessor"),
        (404, "NOT_FOUND", nil, "NOT_FOUND"),
        (400, "FAILED_PRECONDITION", nil, "disabled or destroyed"), (400, "s3cr3t-token", nil, "status 400"),
        (429, "RESOURCE_EXHAUSTED", nil, "patience"), (500, "INTERNAL", nil, "INTERNAL (500)"),
        (418, "s3cr3t", nil, "status 418"), (302, "x", nil, "status 302"),
    ]

    @Test("An answer larger than any secret is refused at once, and not called something else")
    func tooLarge() async throws {
        @Sendable func answer(_ request: SecretRequest) throws(SecretSourceError) -> SecretResponse {
            throw .malformed(reason: "https://x answered more than 1024 KiB")
        }
        script.set(Self.access + "5:access", answer)
        let error = await #expect(throws: SecretSourceError.self) { try await read("gcp-sm://p1/s/5") }
        #expect(error == .malformed(reason: "https://x answered more than 1024 KiB"))
        #expect(script.requests.count == 1)
    }

    @Test(
        "What Secret Manager refuses is said by its code and what would be right, never by its text",
        arguments: Self.refused)
    func refusals(status: Int, code: String, reason: String?, word: String) async throws {
        script.set(Self.access + "5:access", { _ in GoogleScript.error(status, code, reason: reason) })
        await #expect {
            try await read("gcp-sm://p1/s/5")
        } throws: {
            "\($0)".contains(word) && !"\($0)".contains("s3cr3t") && "\($0)".contains("secretmanager.googleapis.com")
        }
    }

    @Test("Errors are of the kind that callers act on")
    func kinds() async throws {
        let kinds: [(Int, (SecretSourceError) -> Bool)] = [
            (403, { if case .denied = $0 { true } else { false } }),
            (404, { if case .notFound = $0 { true } else { false } }),
            (503, { if case .unavailable = $0 { true } else { false } }),
            (429, { if case .throttled(_, 60) = $0 { true } else { false } }),
        ]
        for (status, isRight) in kinds {
            script.set(
                Self.access + "5:access",
                { _ in
                    .json(status, "{}", headers: status == 429 ? [("Retry-After", "60")] : [])
                })
            let error = await #expect(throws: SecretSourceError.self) { try await read("gcp-sm://p1/s/5") }
            #expect(error.map(isRight) == true, "\(status)")
        }
    }

    @Test("No answer is tried three times, then said; throttling is waited out")
    func downAndThrottled() async throws {
        script.set(
            Self.access + "5:access",
            GoogleScript.down("https://x: no answer in time"))
        let error = await #expect(throws: SecretSourceError.self) { try await read("gcp-sm://p1/s/5") }
        #expect(error == .unavailable(reason: "https://x: no answer in time"))
        #expect(script.requests.count == 3)
        script.set(
            Self.access + "5:access", { _ in GoogleScript.error(429, "RESOURCE_EXHAUSTED") },
            { _ in .json(200, GoogleScript.payload(5, Array("v".utf8))) })
        #expect(values(try await read("gcp-sm://p1/s/5")) == ["v"])
    }

    private static let answers: [String] = [
        "", "<html>s3cr3t</html>", "[\"s3cr3t\"]", "{\"payload\":", "{}",
        "{\"name\":\"projects/1/secrets/s/versions/5\"}",
        #"{"name":"projects/1/secrets/s/versions/5","payload":"s3cr3t"}"#,
        #"{"name":"projects/1/secrets/s/versions/5","payload":{"data":7,"dataCrc32c":"0"}}"#,
        #"{"name":"projects/1/secrets/s/versions/5","payload":{"data":"s3cr3t!","dataCrc32c":"0"}}"#,
        #"{"name":"projects/1/secrets/s/versions/5","payload":{"data":"czNjcjN0"}}"#,
        #"{"name":"projects/1/secrets/s/versions/5","payload":{"data":"czNjcjN0","dataCrc32c":"1"}}"#,
        #"{"name":"projects/1/secrets/s/versions/5","payload":{"data":"czNjcjN0","dataCrc32c":"-1"}}"#,
        #"{"name":"projects/1/secrets/s/versions/5","payload":{"data":"czNjcjN0","dataCrc32c":99999999999}}"#,
        #"{"name":"projects/1/secrets/s/versions/5","payload":{"data":"czNjcjN0","dataCrc32c":null}}"#,
        GoogleScript.payload(6, [1]), GoogleScript.payload(0, [1]),
        #"{"name":"s3cr3t","payload":{"data":"AQ==","dataCrc32c":"2727214374"}}"#,
    ]

    @Test(
        "Answers that are not what they should be are refused, without a word of them",
        arguments: Self.answers)
    func garbage(text: String) async throws {
        script.set(Self.access + "5:access", 200, text)
        let error = await #expect(throws: SecretSourceError.self) { try await read("gcp-sm://p1/s/5") }
        guard case .malformed(let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!reason.contains("s3cr3t") && reason.contains("Google Secret Manager") || reason.contains("damaged"))
    }

    @Test(
        "Lists that are not what they should be are refused",
        arguments: [
            "{\"versions\":{}}", "{\"versions\":[7]}", "{\"versions\":[{}]}",
            "{\"versions\":[{\"name\":\"a/versions/1\"}]}",
            "{\"versions\":[{\"name\":\"projects/1/secrets/s/versions/x\",\"state\":\"ENABLED\"}]}",
            "{\"versions\":[{\"name\":\"projects/1/secrets/s/versions/99999999999999999999\",\"state\":\"ENABLED\"}]}",
            "{\"versions\":[{\"name\":\"projects/1/secrets/s/versions/1\"}]}",
            "{\"versions\":[{\"name\":\"projects/1/secrets/s/versions/1\",\"state\":1}]}", "{\"nextPageToken\":7}",
            "no",
        ])
    func garbageLists(text: String) async throws {
        script.set(Self.list, 200, text)
        let error = await #expect(throws: SecretSourceError.self) { try await read() }
        guard case .malformed = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("Binary values come through, 64 KiB too; more is refused, and so is nothing")
    func sizes() async throws {
        for value in [Array(0...255), [UInt8](repeating: 7, count: 65_536)] {
            script.access(5, value)
            let versions = try await read("gcp-sm://p1/s/5")
            #expect(versions[0].secret.withUnsafeBytes { Array($0) } == value)
        }
        script.access(5, [UInt8](repeating: 7, count: 65_537))
        await #expect { try await read("gcp-sm://p1/s/5") } throws: { "\($0)".contains("larger than 64 KiB") }
        script.set(
            Self.access + "5:access", 200, #"{"name":"projects/1/secrets/s/versions/5","payload":{"dataCrc32c":"0"}}"#)
        await #expect(throws: SecretSourceError.empty) { try await read("gcp-sm://p1/s/5") }
        script.list([5])
        await #expect(throws: SecretSourceError.empty) { try await read() }
    }

    @Test("A member of the value is read; a missing one, an empty one and a value that is no object are said")
    func members() async throws {
        script.access(5, #"{"a":"1","b":"","c":{}}"#)
        #expect(values(try await read("gcp-sm://p1/s/5#a")) == ["1"])
        for name in ["b", "c", "d"] {
            await #expect(throws: SecretSourceError.self) { try await read("gcp-sm://p1/s/5#\(name)") }
        }
        script.access(5, "s3cr3t")
        await #expect { try await read("gcp-sm://p1/s/5#a") } throws: { !"\($0)".contains("s3cr3t") }
    }

    @Test("Regions, endpoints and the project that pays go where they belong")
    func elsewhere() async throws {
        let path = "GET /v1/projects/p1/locations/europe-west3/secrets/s/versions/5:access"
        script.set(path, 200, GoogleScript.payload(5, [65]))
        _ = try await read("gcp-sm://p1/s/5?location=europe-west3")
        #expect(
            script.requests[0].url.hasPrefix("https://secretmanager.europe-west3.rep.googleapis.com/v1/projects/p1/"))
        script.access(5, "v")
        let variables = [
            "CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER": "https://own.example:8443/",
            "GOOGLE_CLOUD_QUOTA_PROJECT": "payer",
        ]
        _ = try await script.source(variables).read(.google("gcp-sm://p1/s/5"))
        #expect(script.requests[1].url == "https://own.example:8443/v1/projects/p1/secrets/s/versions/5:access")
        #expect(script.requests[1].headers.contains { $0 == ("x-goog-user-project", "payer") })
    }
}
