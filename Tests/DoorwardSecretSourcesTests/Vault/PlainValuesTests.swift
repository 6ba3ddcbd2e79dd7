import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite("Vault's key/value engine, version 1")
struct PlainValuesTests {
    private static func script(_ data: String, version: String? = nil) -> VaultScript {
        VaultScript([
            VaultScript.lookup: [VaultScript.rootToken],
            VaultScript.mounts + "kv/app": [VaultScript.mount("kv", version: version)],
            "GET kv/app": [.json(200, #"{"lease_id":"","lease_duration":2764800,"data":\#(data)}"#)],
            "PUT kv/app": [SecretResponse(status: 204)],
        ])
    }

    @Test("There is one version, without number", arguments: [nil, "1"])
    func read(version: String?) async throws {
        let (source, transport) = Self.script(#"{"token":"value","n":5}"#, version: version).source()
        let versions = try await VaultScript.read(source, "vault://kv/app#token")
        #expect(versions.map { $0.secret.revealUTF8() } == ["value"])
        #expect(versions[0].label == nil && versions[0].id == nil && versions[0].renewBy == nil)
        #expect(transport.names.last == "GET kv/app")
        let number = try await VaultScript.read(source, "vault://kv/app?engine=kv1#n")
        #expect(number.map { $0.secret.revealUTF8() } == ["5"])
    }

    @Test("Members called data and metadata are members like others")
    func lookalike() async throws {
        let (source, _) = Self.script(#"{"data":"inner","metadata":"x"}"#).source()
        let versions = try await VaultScript.read(source, "vault://kv/app#data")
        #expect(versions.map { $0.secret.revealUTF8() } == ["inner"])
    }

    @Test(
        "A member that is missing, not meant clearly, no text, empty or too large is refused",
        arguments: [
            (#"{"token":"x"}"#, "#other", "no member other"), (#"{"a":"x","b":"y"}"#, "", "which one"),
            (#"{}"#, "", "which one"), (#"{"token":true}"#, "#token", "not a text"),
            (#"{"token":1.5}"#, "#token", "not a text"), (#"{"token":{"a":"b"}}"#, "#token", "not a text"),
            (#"{"token":null}"#, "#token", "not a text"), (#"{"token":""}"#, "#token", "at least 128 bits"),
            (#"{"token":"\#(String(repeating: "x", count: 65537))"}"#, "#token", "larger than 64 KiB"),
            (#"{"token":"\ud800"}"#, "#token", "not a JSON object"), ("[]", "#token", "no data"),
        ])
    func unfit(data: String, fragment: String, hint: String) async {
        let error = await VaultScript.failure(Self.script(data).source().source, "vault://kv/app\(fragment)")
        #expect(error?.description.contains(hint) == true, "\(String(describing: error))")
    }

    @Test("Characters of every kind are values, and an only member needs no name")
    func text() async throws {
        let (source, _) = Self.script(#"{"token":"\u0000\u001fé😀"}"#).source()
        let versions = try await VaultScript.read(source, "vault://kv/app")
        #expect(versions.map { $0.secret.revealUTF8() } == ["\0\u{1f}é😀"])
    }

    @Test("Nothing there is not found, and what is mounted is asked again afterwards")
    func missing() async {
        let script = Self.script("{}")
        script.set("GET kv/app", .json(404, #"{"errors":[]}"#))
        let (source, transport) = script.source()
        for _ in 1...2 {
            let error = await VaultScript.failure(source, "vault://kv/app#token")
            guard case .notFound(let reason) = error else { return #expect(error == .empty) }
            #expect(reason.contains("nothing at kv/app"))
        }
        #expect(transport.names.filter { $0.contains("mounts") }.count == 2)
    }

    @Test("Writing replaces one member and writes all")
    func write() async throws {
        let (source, transport) = Self.script(#"{"token":"old","n":5.10}"#).source()
        let reference = try SecretReference(parsing: "vault://kv/app#token")
        let version = try await source.write(Secret(utf8: "written-value"), to: reference)
        #expect(version.label == nil)
        #expect(transport.names.last == "PUT kv/app")
        #expect(
            transport.requests.last.map { String(decoding: $0.body, as: UTF8.self) }
                == #"{"token":"written-value","n":5.10}"#)
    }

    @Test("There is nothing to retire, and no version to ask for")
    func noVersions() async throws {
        let (source, _) = Self.script(#"{"token":"x"}"#).source()
        let reference = try SecretReference(parsing: "vault://kv/app#token")
        let version = try #require(try await source.read(reference).first)
        await #expect(throws: SecretSourceError.self) { try await source.retire(version, of: reference) }
        let error = await VaultScript.failure(source, "vault://kv/app?version=1#token")
        guard case .badReference = error else { return #expect(error == .empty) }
    }
}
