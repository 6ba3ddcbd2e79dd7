import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite("Talking to Vault")
struct VaultConnectionTests {
    private static let reference = "vault://secret/app#token"
    private static let data = "GET secret/data/app"

    private static func failure(_ response: SecretResponse) async -> SecretSourceError? {
        let script = VaultScript.versioned()
        script.set(data, response)
        return await VaultScript.failure(script.source().source, reference)
    }

    @Test("A sealed Vault is unavailable and called sealed; it was asked three times")
    func sealed() async {
        let script = VaultScript.versioned()
        script.set(VaultScript.lookup, .json(503, #"{"errors":["Vault is sealed"]}"#))
        let (source, transport) = script.source()
        let error = await VaultScript.failure(source, Self.reference)
        #expect(error == .unavailable(reason: "Vault at http://127.0.0.1:8200 is sealed (503); unseal it"))
        #expect(transport.requests.count == 3)
        #expect(script.clock.slept.count == 2)
    }

    @Test("Throttling is tried again, and then said with the time to wait")
    func throttled() async throws {
        let script = VaultScript.versioned()
        script.set(
            Self.data, .json(429, #"{"errors":["request path: rate limit quota exceeded"]}"#),
            VaultScript.version(2, #""token":"new-value""#))
        #expect(try await VaultScript.read(script.source().source, Self.reference).count == 2)
        let error = await Self.failure(.json(429, "{}", headers: [("Retry-After", "17")]))
        guard case .throttled(_, let wait) = error else { return #expect(error == .empty) }
        #expect(wait == 17)
    }

    @Test("A server that has not seen the newest writes is asked again")
    func behind() async throws {
        let script = VaultScript.versioned()
        script.set(
            Self.data, .json(412, #"{"errors":["required index state not present"]}"#),
            VaultScript.version(2, #""token":"new-value""#))
        let (source, transport) = script.source()
        #expect(try await VaultScript.read(source, Self.reference).count == 2)
        #expect(transport.names.filter { $0 == Self.data }.count == 2)
    }

    @Test(
        "Each status leads to an error that says what to do",
        arguments: [
            (400, #"{"errors":["namespace not authorized"]}"#, "malformed", "VAULT_NAMESPACE"),
            (403, "{}", "denied", "read on secret/data/app and secret/metadata/app"),
            (403, "<html>proxy</html>", "denied", "not valid any more"),
            (404, #"{"errors":[]}"#, "notFound", "nothing at secret/data/app"),
            (404, "gone", "notFound", "nothing at secret/data/app"), (405, "{}", "badReference", "405"),
            (412, "{}", "unavailable", "412"), (418, "{}", "malformed", "418"), (472, "{}", "unavailable", "472"),
            (473, "{}", "unavailable", "473"), (500, "{}", "unavailable", "500"), (502, "", "unavailable", "502"),
            (503, "maintenance", "unavailable", "sealed or down"), (204, "", "unavailable", "204"),
        ])
    func statuses(status: Int, text: String, kind: String, hint: String) async {
        let error = await Self.failure(.json(status, text))
        #expect(error?.kind == kind)
        #expect(error?.description.contains(hint) == true, "\(String(describing: error))")
        #expect(error?.description.contains("made-up") == false)
        #expect(error?.description.contains("proxy") == false)
    }

    @Test("The texts of an error are not repeated, whatever they hold")
    func quoted() async {
        let error = await Self.failure(.json(500, #"{"errors":["token hvs.made-up leaked new-value"]}"#))
        #expect(error?.description.contains("hvs") == false)
        #expect(error?.description.contains("leaked") == false)
    }

    @Test("The namespace is sent with each request and named in errors")
    func namespace() async {
        let script = VaultScript.versioned()
        script.set(Self.data, VaultScript.denied)
        let (source, transport) = script.source(VaultSettings(namespace: "team/app"))
        let error = await VaultScript.failure(source, Self.reference)
        #expect(error?.description.contains("(namespace team/app)") == true)
        #expect(
            transport.requests.allSatisfy { request in
                request.headers.contains { $0.name == "X-Vault-Namespace" && $0.value == "team/app" }
            })
    }

    @Test("A redirect to another port of the same host is followed once, with all that was sent")
    func redirect() async throws {
        let transport = ScriptedTransport(every: { request in
            if request.url.hasPrefix("http://127.0.0.1:8200/proxy/v1/auth/token/lookup-self") {
                return SecretResponse(
                    status: 307, headers: [("Location", "http://127.0.0.1:8201/proxy/v1/auth/token/lookup-self")])
            }
            return request.url.hasSuffix("lookup-self")
                ? VaultScript.rootToken : .json(200, #"{"data":{"token":"value"}}"#)
        })
        let surroundings = SourceSurroundings(
            transport, environment: ["VAULT_ADDR": "http://127.0.0.1:8200/proxy/v1/", "VAULT_TOKEN": "hvs.made-up"])
        let source = VaultSource(surroundings: surroundings)
        _ = try await VaultScript.read(source, "vault://kv/app?engine=kv1#token")
        #expect(
            transport.requests.map(\.url) == [
                "http://127.0.0.1:8200/proxy/v1/auth/token/lookup-self",
                "http://127.0.0.1:8201/proxy/v1/auth/token/lookup-self", "http://127.0.0.1:8200/proxy/v1/kv/app",
            ])
        #expect(transport.requests[1].headers.last?.value == "hvs.made-up")
    }

    @Test(
        "A redirect to another host, scheme or path is not followed: the token goes nowhere else",
        arguments: [
            (307, "http://other:8200/v1/secret/data/app", "http://other:8200"),
            (307, "http://127.0.0.1.evil.example:8200/v1/secret/data/app", "evil.example"),
            (307, "https://127.0.0.1:8200/v1/secret/data/app", "another host"),
            (307, "http://127.0.0.1:8200@evil.example/v1/secret/data/app", "check the address"),
            (307, "//evil.example/v1/secret/data/app", "check the address"), (307, "/v1/sys/x", "check the address"),
            (307, "http://127.0.0.1:8200/v1/auth/token/revoke-self", "another path"),
            (301, "http://127.0.0.1:8200/v1/secret/data/app", "check the address"),
            (302, "http://127.0.0.1:8200/v1/secret/data/app", "check the address"),
            (307, "http://127.0.0.1:8200/v1/secret/data/app", "again and again"), (307, "", "check the address"),
        ])
    func refusedRedirect(status: Int, location: String, hint: String) async {
        let script = VaultScript.versioned()
        script.set(Self.data, SecretResponse(status: status, headers: [("location", location)]))
        let (source, transport) = script.source()
        let error = await VaultScript.failure(source, Self.reference)
        guard case .unavailable(let reason) = error else { return #expect(error == .empty) }
        #expect(reason.contains(hint))
        #expect(transport.requests.allSatisfy { $0.url.hasPrefix("http://127.0.0.1:8200/v1/") })
    }

    @Test("A Vault that is down or slow is unavailable after three attempts, one whose answer is too large at once")
    func down() async {
        let script = VaultScript.versioned()
        script.setDown(true)
        let (source, transport) = script.source()
        let error = await VaultScript.failure(source, Self.reference)
        #expect(error == .unavailable(reason: "http://127.0.0.1:8200: connection refused"))
        #expect(transport.requests.count == 3)
        let large = ScriptedTransport(every: { _ throws(SecretSourceError) in throw .malformed(reason: "large") })
        let other = VaultSource(surroundings: SourceSurroundings(large, environment: VaultScript.variables))
        #expect(await VaultScript.failure(other, Self.reference) == .malformed(reason: "large"))
        #expect(large.requests.count == 1)
    }

    @Test(
        "A reference in the wrong form is refused with the right one, and nothing is asked",
        arguments: [
            "vault://secret#token", "vault:secret/app#token", "vault://secret//app#token",
            "vault://secret/../sys#token",
            "vault://secret/./app#token", "vault://secret/app#", "vault://secret/app?engine=kv3#token",
            "vault://secret/app?version=0#token", "vault://secret/app?version=-1#token",
            "vault://secret/app?version=99999999999999999999#token", "vault://secret/app?version=#token",
            "vault://secret/app?version=²#token", "vault://secret/app?stage=x#token",
            "vault://secret/app?engine=kv1&version=2#token", "vault://secret/a\u{7}b#token",
        ])
    func references(text: String) async {
        let (source, transport) = VaultScript.versioned().source()
        let error = await VaultScript.failure(source, text)
        guard case .badReference(let reason) = error else { return #expect(error == .empty) }
        #expect(reason.contains("vault://MOUNT/PATH#KEY") || reason.contains("only kv2 has versions"))
        #expect(transport.requests.isEmpty)
    }
}

extension SecretSourceError {
    /// The case alone.
    fileprivate var kind: String { Mirror(reflecting: self).children.first?.label ?? "none" }
}
