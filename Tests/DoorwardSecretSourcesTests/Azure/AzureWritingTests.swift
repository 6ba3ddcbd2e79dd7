import DoorwardSecrets
import Synchronization
import Testing

@testable import DoorwardSecretSources

@Suite("Writing to Azure Key Vault")
struct AzureWritingTests {
    /// A vault that keeps what is put: version 1 at first.
    private final class Vault: Sendable {
        let state = Mutex((value: #""fake-old""#, number: 1))
        let more: String
        let put: @Sendable () throws(SecretSourceError) -> SecretResponse?
        let keeps: Bool

        init(
            value: String = #""fake-old""#, more: String = "", keeps: Bool = true,
            put: @escaping @Sendable () throws(SecretSourceError) -> SecretResponse? = { () throws(SecretSourceError) in
                nil
            }
        ) {
            self.more = more
            self.put = put
            self.keeps = keeps
            state.withLock { $0.value = value }
        }

        func answer(_ request: SecretRequest) throws(SecretSourceError) -> SecretResponse {
            if request.method == "PUT" {
                if keeps {
                    let value = request.text.split(separator: #""value":"#).last?.split(separator: #",""#).first ?? ""
                    state.withLock { $0 = (String(value.hasSuffix("}") ? value.dropLast() : value), 2) }
                }
                if let answer = try put() { return answer }
            }
            let (value, number) = state.withLock { $0 }
            if request.url.contains("/versions?") {
                return AzureScript.page((1...number).map { AzureScript.item($0, created: $0) })
            }
            return AzureScript.bundle(number, value: value, created: number, more: more)
        }
    }

    private func run(
        _ vault: Vault, rest: String = "chatgpt", secret: Secret = Secret(utf8: "fake-new")
    ) async throws -> (SecretVersion, ScriptedTransport) {
        let transport = AzureScript.transport(vault: { request throws(SecretSourceError) in try vault.answer(request) })
        return (try await AzureScript.source(transport).write(secret, to: AzureScript.reference(rest)), transport)
    }

    @Test("sets a new version with the content type and the tags of the one before")
    func put() async throws {
        let (version, transport) = try await run(Vault(more: #","contentType":"text/plain","tags":{"a":"b"}"#))
        let put = try #require(transport.requests.last)
        #expect(put.short == "PUT /chatgpt")
        #expect(put.text == #"{"value":"fake-new","contentType":"text/plain","tags":{"a":"b"}}"#)
        #expect(put.header("Content-Type") == "application/json")
        #expect(version.id == AzureScript.v(2))
        #expect(version.text == "fake-new")
        #expect(version.since == 2)
    }

    @Test("of a member leaves the others as they are")
    func member() async throws {
        let (_, transport) = try await run(
            Vault(value: #""{\"a\":\"x\",\"token\":\"fake-old\",\"n\":{\"m\":[1.10,null]}}""#), rest: "chatgpt#token")
        #expect(
            transport.requests.last?.text
                == #"{"value":"{\"a\":\"x\",\"token\":\"fake-new\",\"n\":{\"m\":[1.10,null]}}"}"#)
    }

    @Test(
        "of a first version needs no version before; of a member it does",
        arguments: [("chatgpt", true), ("chatgpt#token", false)])
    func first(rest: String, isWritten: Bool) async throws {
        let transport = AzureScript.transport(vault: { request throws(SecretSourceError) in
            request.method == "PUT" ? AzureScript.bundle(1, value: "\"x\"") : AzureScript.refusal(404, "SecretNotFound")
        })
        let error = await problem {
            _ = try await AzureScript.source(transport).write(Secret(utf8: "fake"), to: AzureScript.reference(rest))
        }
        #expect((error == nil) == isWritten)
        #expect(transport.requests.contains { $0.method == "PUT" } == isWritten)
    }

    @Test("without a good answer looks whether the value was kept, and is not repeated", arguments: [true, false])
    func unknown(isKept: Bool) async throws {
        let vault = Vault(keeps: isKept) { () throws(SecretSourceError) in
            throw .unavailable(reason: "no answer in time")
        }
        let transport = AzureScript.transport(vault: { request throws(SecretSourceError) in try vault.answer(request) })
        var written: SecretVersion?
        let error = await problem {
            written = try await AzureScript.source(transport).write(
                Secret(utf8: "fake-new"), to: AzureScript.reference())
        }
        #expect(transport.requests.count { $0.method == "PUT" } == 1)
        #expect(written?.id == (isKept ? AzureScript.v(2) : nil))
        #expect(error == (isKept ? nil : .unavailable(reason: "no answer in time")))
    }

    @Test("without the right says which one is needed")
    func denied() async throws {
        let vault = Vault(keeps: false) { () throws(SecretSourceError) in
            AzureScript.refusal(403, "Forbidden", inner: "ForbiddenByRbac")
        }
        let error = await problem { _ = try await run(vault) }
        guard case .denied(let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("Key Vault Secrets Officer"))
    }

    @Test(
        "of bytes that are no text, or to a named version, is refused before anything is sent but a reading",
        arguments: [
            ("chatgpt", [0xFF, 0xFE]), ("chatgpt/\(AzureScript.v(1))", [0x41]),
        ] as [(String, [UInt8])])
    func refused(rest: String, bytes: [UInt8]) async throws {
        let vault = Vault()
        let transport = AzureScript.transport(vault: { request throws(SecretSourceError) in try vault.answer(request) })
        let error = await problem {
            _ = try await AzureScript.source(transport).write(Secret(bytes), to: AzureScript.reference(rest))
        }
        guard case .badReference? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!transport.requests.contains { $0.method == "PUT" })
    }

    private func retire(_ id: String?, rest: String = "chatgpt", status: Int = 200) async throws -> [SecretRequest] {
        let transport = AzureScript.transport(vault: { request throws(SecretSourceError) in
            if request.method == "PATCH" { return AzureScript.refusal(status, "Forbidden") }
            return AzureScript.page([AzureScript.item(1, created: 1), AzureScript.item(2, created: 2)])
        })
        let version = SecretVersion(secret: Secret(utf8: "fake"), id: id)
        try await AzureScript.source(transport).retire(version, of: AzureScript.reference(rest))
        return transport.requests
    }

    @Test("disables an old version")
    func retiring() async throws {
        let patch = try #require(try await retire(AzureScript.v(1)).last)
        #expect(patch.short == "PATCH /chatgpt/\(AzureScript.v(1))")
        #expect(patch.text == #"{"attributes":{"enabled":false}}"#)
        #expect(patch.header("Content-Type") == "application/json")
    }

    @Test(
        "does not disable the current version, one that is none, or one of a reference that names it",
        arguments: [
            (AzureScript.v(2), "chatgpt"), (nil, "chatgpt"), ("../x", "chatgpt"),
            (AzureScript.v(1), "chatgpt/\(AzureScript.v(1))"),
        ] as [(String?, String)])
    func notRetired(id: String?, rest: String) async throws {
        let error = await problem { _ = try await retire(id, rest: rest) }
        guard case .badReference? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("says which right disabling needs")
    func notAllowed() async throws {
        let error = await problem { _ = try await retire(AzureScript.v(1), status: 403) }
        guard case .denied(let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("Key Vault Secrets Officer"))
    }
}
