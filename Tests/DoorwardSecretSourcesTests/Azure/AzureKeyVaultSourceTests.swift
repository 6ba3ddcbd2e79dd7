import DoorwardSecrets
import Synchronization
import Testing

@testable import DoorwardSecretSources

@Suite("Secrets from Azure Key Vault")
struct AzureKeyVaultSourceTests {
    private let now: Int64 = 1_800_000_000

    /// The versions that a vault's answers make; the list is one page of `items`.
    private func read(
        _ items: [String], rest: String = "chatgpt", value: @escaping ScriptedTransport.Answer
    ) async throws -> (versions: [SecretVersion], requests: [SecretRequest]) {
        let transport = AzureScript.transport(vault: { request throws(SecretSourceError) in
            request.url.contains("/versions?") ? AzureScript.page(items) : try value(request)
        })
        let versions = try await AzureScript.source(transport).read(AzureScript.reference(rest))
        return (versions, transport.requests)
    }

    /// The error that answers of the vault make.
    private func refusal(
        of reference: String = "chatgpt", vault: @escaping ScriptedTransport.Answer
    ) async -> SecretSourceError? {
        let transport = AzureScript.transport(vault: vault)
        let error = await problem { _ = try await AzureScript.source(transport).read(AzureScript.reference(reference)) }
        #expect(error?.description.contains("fake") != true)
        return error
    }

    private static func number(_ request: SecretRequest) -> Int {
        let digits = request.url.split(separator: "/").last?.prefix(8) ?? ""
        return Int(digits, radix: 16) ?? 0
    }

    private let values: ScriptedTransport.Answer = { request throws(SecretSourceError) in
        let number = AzureKeyVaultSourceTests.number(request)
        return AzureScript.bundle(number, value: "\"fake-\(number)\"", created: 100 + number)
    }

    @Test("are the newest version and the one before, asked for as documented")
    func newest() async throws {
        let items = [(2, 102), (3, 103), (1, 101)].map { AzureScript.item($0, created: $1) }
        let (versions, requests) = try await read(items, value: values)
        #expect(versions.map(\.text) == ["fake-3", "fake-2"])
        #expect(versions.map(\.label) == ["00000003", "00000002"])
        #expect(versions.map(\.id) == [AzureScript.v(3), AzureScript.v(2)])
        #expect(versions.map(\.since) == [103, 102])
        #expect(versions.allSatisfy { $0.warnings.isEmpty })
        #expect(requests.map(\.method) == ["GET", "POST", "GET", "GET", "GET"])
        let list = "https://myvault.vault.azure.net/secrets/chatgpt/versions?api-version=7.4&maxresults=25"
        #expect(requests[0].url == list)
        #expect(requests[0].header("Authorization") == nil)
        #expect(requests[2].url == list)
        #expect(requests[2].header("Authorization") == "Bearer fake-token-1")
        #expect(requests[3].short == "GET /chatgpt/\(AzureScript.v(3))")
        #expect(requests[4].short == "GET /chatgpt/\(AzureScript.v(2))")
        #expect(requests.filter { $0.method == "GET" }.allSatisfy { $0.body.isEmpty })
    }

    @Test("end at one that is disabled or has expired, so that what was retired before does not come back")
    func ended() async throws {
        for middle in [
            AzureScript.item(2, created: 2, enabled: false), AzureScript.item(2, created: 2, more: #","exp":\#(now)"#),
        ] {
            let items = [AzureScript.item(1, created: 1), middle, AzureScript.item(3, created: 3)]
            #expect(try await read(items, value: values).versions.map(\.text) == ["fake-3"])
        }
    }

    @Test("skip newer versions that are disabled, expired or not valid yet")
    func skipped() async throws {
        let items = [
            AzureScript.item(1, created: 1),
            AzureScript.item(2, created: 2, more: #","exp":\#(now + 1),"nbf":\#(now)"#),
            AzureScript.item(3, created: 3, enabled: false), AzureScript.item(4, created: 4, more: #","exp":\#(now)"#),
            AzureScript.item(5, created: 5, more: #","nbf":\#(now + 1)"#),
        ]
        let versions = try await read(items, value: values).versions
        #expect(versions.map(\.text) == ["fake-2", "fake-1"])
    }

    @Test("of which none is live are not there")
    func noneLive() async {
        let error = await refusal { _ throws(SecretSourceError) in
            AzureScript.page([AzureScript.item(1, created: 1, enabled: false)])
        }
        guard case .notFound? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("are one version when it is named, which is not listed")
    func named() async throws {
        let (versions, requests) = try await read([], rest: "chatgpt/\(AzureScript.v(7))", value: values)
        #expect(versions.map(\.text) == ["fake-7"])
        #expect(requests.last?.short == "GET /chatgpt/\(AzureScript.v(7))")
        #expect(!requests.contains { $0.url.contains("/versions") })
    }

    @Test("may be a member of a JSON object")
    func member() async throws {
        let versions = try await read([AzureScript.item(1, created: 1)], rest: "chatgpt#token") {
            _ throws(SecretSourceError) in AzureScript.bundle(1, value: #""{\"token\":\"fake-m\",\"n\":1}""#)
        }.versions
        #expect(versions.map(\.text) == ["fake-m"])
    }

    @Test("are read from all pages of the list, each from the same vault")
    func pages() async throws {
        let transport = AzureScript.transport(vault: { [values] request throws(SecretSourceError) in
            if request.url.hasSuffix("/versions?api-version=7.4&maxresults=25") {
                let next =
                    #""https://myvault.vault.azure.net:443/secrets/chatgpt/versions?api-version=7.4&$skiptoken=x%3D""#
                return AzureScript.page([AzureScript.item(1, created: 1)], next: next)
            }
            if request.url.hasSuffix("$skiptoken=x%3D") {
                return AzureScript.page(
                    [AzureScript.item(3, created: 3), AzureScript.item(2, created: 2)], next: "\"\"")
            }
            return try values(request)
        })
        let versions = try await AzureScript.source(transport).read(AzureScript.reference())
        #expect(versions.map(\.text) == ["fake-3", "fake-2"])
        #expect(
            transport.requests.allSatisfy {
                $0.url.hasPrefix("https://myvault.vault.azure.net/") || $0.method == "POST"
            })
    }

    @Test(
        "do not follow a list to another place",
        arguments: [
            "https://evil.example/secrets/chatgpt/versions?a=b",
            "http://myvault.vault.azure.net/secrets/chatgpt/versions?a",
            "https://myvault.vault.azure.net@evil.example/secrets/chatgpt/versions?a",
            "https://myvault.vault.azure.net:8443/secrets/chatgpt/versions?a",
            "//evil.example/secrets/chatgpt/versions?a",
            "https://myvault.vault.azure.net/secrets/other/versions?a",
            "https://myvault.vault.azure.net/secrets/chatgpt",
            "https://myvault.vault.azure.net/secrets/chatgpt/versions?a b", "/secrets/chatgpt/versions?a", "x",
            #"https://myvault.vault.azure.net/secrets/chatgpt/versions?a\r\nX: y"#,
            "https://myvault.vault.azure.net/secrets/chatgpt/versions?a#b",
        ])
    func hostilePages(link: String) async {
        let transport = AzureScript.transport(vault: { _ throws(SecretSourceError) in
            AzureScript.page([AzureScript.item(1, created: 1)], next: "\"\(link)\"")
        })
        let error = await problem { _ = try await AzureScript.source(transport).read(AzureScript.reference()) }
        guard case .malformed? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(transport.requests.count == 3)
    }

    @Test("are not read from a list without an end")
    func endless() async {
        let transport = AzureScript.transport(vault: { _ throws(SecretSourceError) in
            AzureScript.page([], next: "\"https://myvault.vault.azure.net/secrets/chatgpt/versions?again\"")
        })
        let error = await problem { _ = try await AzureScript.source(transport).read(AzureScript.reference()) }
        guard case .malformed? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(transport.requests.count == 202)
    }

    @Test("are the current one with a warning where versions may not be listed")
    func notListed() async throws {
        let transport = AzureScript.transport(vault: { request throws(SecretSourceError) in
            if request.url.contains("/versions?") {
                return AzureScript.refusal(403, "Forbidden", inner: "ForbiddenByPolicy")
            }
            return request.short == "GET /chatgpt/"
                ? AzureScript.bundle(9, value: "\"fake-9\"") : AzureScript.refusal(404, "SecretNotFound")
        })
        let versions = try await AzureScript.source(transport).read(AzureScript.reference())
        #expect(versions.map(\.text) == ["fake-9"])
        #expect(versions.map(\.id) == [AzureScript.v(9)])
        #expect(versions[0].warnings.count == 1)
        #expect(versions[0].warnings[0].contains("List"))
    }

    @Test(
        "are the current one with a warning when the one before cannot be read, and without when it was taken out",
        arguments: [
            (AzureScript.refusal(500, "InternalServerError"), 1),
            (AzureScript.refusal(403, "Forbidden", inner: "SecretDisabled"), 0),
            (AzureScript.refusal(404, "SecretNotFound"), 0), (AzureScript.bundle(2, value: "\"fake-2\""), 1),
            (AzureScript.bundle(1, value: "\"\""), 1),
        ])
    func previousUnreadable(answer: SecretResponse, warnings: Int) async throws {
        let items = [AzureScript.item(1, created: 1), AzureScript.item(2, created: 2)]
        let versions = try await read(items) { [values] request throws(SecretSourceError) in
            Self.number(request) == 2 ? try values(request) : answer
        }.versions
        #expect(versions.map(\.text) == ["fake-2"])
        #expect(versions[0].warnings.count == warnings)
        #expect(versions[0].warnings.allSatisfy { !$0.contains("fake") })
    }

    @Test("that are certificates are read with a warning")
    func certificate() async throws {
        let versions = try await read([AzureScript.item(1, created: 1)]) { _ throws(SecretSourceError) in
            AzureScript.bundle(1, value: "\"fake\"", more: #","contentType":"application/x-pkcs12""#)
        }.versions
        #expect(versions[0].warnings.count == 1)
    }

    @Test(
        "that the vault refuses say why",
        arguments: [
            (AzureScript.refusal(403, "Forbidden", inner: "ForbiddenByRbac"), "Key Vault Secrets User"),
            (AzureScript.refusal(403, "Forbidden", inner: "AccessDenied"), "permission Get"),
            (AzureScript.refusal(403, "Forbidden"), "permission Get"),
            (AzureScript.refusal(403, "Forbidden", inner: "ForbiddenByFirewall"), "firewall"),
            (AzureScript.refusal(401, "Unauthorized"), "AZURE_TENANT_ID"),
        ])
    func denied(answer: SecretResponse, words: String) async {
        let error = await refusal { _ throws(SecretSourceError) in answer }
        guard case .denied(let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains(words))
        #expect(reason.contains(AzureScript.host))
    }

    @Test("that are not there say so, and an unknown code is not shown")
    func notFound() async {
        let error = await refusal { _ throws(SecretSourceError) in AzureScript.refusal(404, "fake-code") }
        let reason =
            "myvault.vault.azure.net answers with status 404: the vault has no such secret or version; correct the "
            + "name"
        #expect(error == .notFound(reason: reason))
    }

    @Test("of a vault that is busy are throttled with its time, after a few attempts")
    func throttled() async {
        let transport = AzureScript.transport(vault: { _ throws(SecretSourceError) in
            var answer = AzureScript.refusal(429, "Throttled")
            answer.headers.append(("Retry-After", "60"))
            return answer
        })
        let error = await problem { _ = try await AzureScript.source(transport).read(AzureScript.reference()) }
        guard case .throttled(_, 60)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("of a vault that is down are unavailable, after three attempts")
    func down() async {
        let transport = ScriptedTransport(every: { _ throws(SecretSourceError) in
            throw .unavailable(reason: "connection refused")
        })
        let error = await problem { _ = try await AzureScript.source(transport).read(AzureScript.reference()) }
        #expect(error == .unavailable(reason: "connection refused"))
        #expect(transport.requests.count == 3)
    }

    @Test("of a vault that comes back are read")
    func back() async throws {
        let isUp = Mutex(false)
        let transport = AzureScript.transport(vault: { [values] request throws(SecretSourceError) in
            guard isUp.withLock({ $0 }) else { return AzureScript.refusal(503, "ServiceUnavailable") }
            return request.url.contains("/versions?")
                ? AzureScript.page([AzureScript.item(1, created: 1)]) : try values(request)
        })
        let source = AzureScript.source(transport)
        let error = await problem { _ = try await source.read(AzureScript.reference()) }
        guard case .unavailable? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        isUp.withLock { $0 = true }
        #expect(try await source.read(AzureScript.reference()).count == 1)
    }

    @Test(
        "in answers that are garbage are malformed",
        arguments: [
            "", "<html>fake</html>", "[]", #"{"value":[1]}"#, #"{"value":[{}]}"#, #"{"value":[{"id":"fake"}]}"#,
            #"{"value":[{"id":"https://x/secrets/other/\#(AzureScript.v(1))","#
                + #""attributes":{"enabled":true,"created":1}}]}"#,
            #"{"value":[{"id":"https://x/secrets/chatgpt/../x","attributes":{"enabled":true,"created":1}}]}"#,
            #"{"value":[{"id":"https://x/secrets/chatgpt/\#(AzureScript.v(1))","#
                + #""attributes":{"enabled":1,"created":1}}]}"#,
            #"{"value":[],"nextLink":7}"#,
        ])
    func garbage(body: String) async {
        let error = await refusal { _ throws(SecretSourceError) in .json(200, body) }
        guard case .malformed? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(
        "in a version's answer that is garbage are malformed",
        arguments: [
            "", "{}", #"{"value":"fake"}"#,
            #"{"value":7,"id":"https://x/secrets/chatgpt/\#(AzureScript.v(1))","#
                + #""attributes":{"enabled":true,"created":1}}"#,
            #"{"value":"fake","id":"https://x/secrets/chatgpt/\#(AzureScript.v(2))","#
                + #""attributes":{"enabled":true,"created":1}}"#,
        ])
    func garbageVersion(body: String) async {
        let error = await refusal(of: "chatgpt/\(AzureScript.v(1))") { _ throws(SecretSourceError) in .json(200, body) }
        guard case .malformed? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("are at most 64 KiB large", arguments: [(65536, true), (65537, false)])
    func large(size: Int, isRead: Bool) async throws {
        let text = String(repeating: "f", count: size)
        let error = await refusal(of: "chatgpt/\(AzureScript.v(1))") { _ throws(SecretSourceError) in
            AzureScript.bundle(1, value: "\"\(text)\"")
        }
        if isRead {
            #expect(error == nil)
        } else {
            #expect(error == .malformed(reason: "the value in myvault.vault.azure.net is larger than 64 KiB"))
        }
    }

    @Test("in an answer of 10 MB are refused as the transport refuses it")
    func huge() async {
        let error = await refusal { _ throws(SecretSourceError) in throw .malformed(reason: "more than 1024 KiB") }
        #expect(error == .malformed(reason: "more than 1024 KiB"))
    }

    @Test("that are empty are an error", arguments: ["chatgpt", "chatgpt#token"])
    func empty(reference: String) async {
        let error = await refusal(of: reference) { request throws(SecretSourceError) in
            request.url.contains("/versions?")
                ? AzureScript.page([AzureScript.item(1, created: 1)]) : AzureScript.bundle(1, value: "\"\"")
        }
        #expect(error == .empty)
    }

    @Test(
        "named by a version that is expired or disabled are not there",
        arguments: [
            #","exp":1800000000"#, #","nbf":1800000001"#,
        ])
    func namedDead(more: String) async {
        let about = AzureScript.attributes(created: 1, more: more)
        let error = await refusal(of: "chatgpt/\(AzureScript.v(1))") { _ throws(SecretSourceError) in
            .json(200, #"{"value":"fake","id":"https://x/secrets/chatgpt/\#(AzureScript.v(1))",\#(about)}"#)
        }
        guard case .notFound? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
