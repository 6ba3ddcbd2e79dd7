import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite("Vault's key/value engine, version 2")
struct VersionedValuesTests {
    @Test("The current version and the one before are read, with their numbers and times")
    func both() async throws {
        let (source, transport) = VaultScript.versioned().source()
        let versions = try await VaultScript.read(source, "vault://secret/app#token")
        #expect(versions.map { $0.secret.revealUTF8() } == ["new-value", "old-value"])
        #expect(versions.map(\.label) == ["2", "1"])
        #expect(versions.map(\.id) == ["2", "1"])
        #expect(versions.map(\.since) == [1_798_761_602, 1_798_761_601])
        #expect(versions.allSatisfy { $0.warnings.isEmpty && $0.renewBy == nil })
        #expect(
            transport.names == [
                "GET auth/token/lookup-self", "GET sys/internal/ui/mounts/secret/app", "GET secret/data/app",
                "GET secret/metadata/app", "GET secret/data/app?version=1",
            ])
        for request in transport.requests {
            #expect(request.url.hasPrefix("http://127.0.0.1:8200/v1/"))
            #expect(request.body.isEmpty)
            #expect(request.headers.map(\.name) == ["X-Vault-Request", "X-Vault-Token"])
            #expect(request.headers.map(\.value) == ["true", "hvs.made-up"])
        }
    }

    @Test("What is mounted where, and how long the token lives, is asked once")
    func remembered() async throws {
        let (source, transport) = VaultScript.versioned().source()
        _ = try await VaultScript.read(source, "vault://secret/app#token")
        _ = try await VaultScript.read(source, "vault://secret/app#token")
        #expect(transport.names.filter { $0.contains("lookup-self") || $0.contains("mounts") }.count == 2)
    }

    @Test(
        "A deleted or destroyed version before ends the list: what is older was out of service before",
        arguments: [true, false])
    func goneBefore(destroyed: Bool) async throws {
        let script = VaultScript.versioned()
        script.set("GET secret/data/app", VaultScript.version(3, #""token":"new-value""#))
        script.set(
            "GET secret/metadata/app",
            VaultScript.metadata(live: [1, 3], deleted: destroyed ? [] : [2], destroyed: destroyed ? [2] : []))
        let (source, transport) = script.source()
        let versions = try await VaultScript.read(source, "vault://secret/app#token")
        #expect(versions.map(\.label) == ["3"])
        #expect(versions[0].warnings.isEmpty)
        #expect(!transport.names.contains("GET secret/data/app?version=1"))
    }

    @Test("A version that will be deleted later is live until then")
    func deletedLater() async throws {
        let script = VaultScript.versioned()
        script.set("GET secret/metadata/app", VaultScript.metadata(live: [2], later: [1]))
        let versions = try await VaultScript.read(script.source().source, "vault://secret/app#token")
        #expect(versions.map(\.label) == ["2", "1"])
    }

    @Test("Versions in which another member changed are looked behind")
    func otherMemberChanged() async throws {
        let script = VaultScript.versioned()
        script.set("GET secret/data/app", VaultScript.version(3, #""token":"new-value","other":"y""#))
        script.set("GET secret/metadata/app", VaultScript.metadata(live: [1, 2, 3]))
        script.set("GET secret/data/app?version=2", VaultScript.version(2, #""token":"new-value","other":"x""#))
        let versions = try await VaultScript.read(script.source().source, "vault://secret/app#token")
        #expect(versions.map(\.label) == ["3", "1"])
        #expect(versions.map { $0.secret.revealUTF8() } == ["new-value", "old-value"])
    }

    @Test("The search for another value ends after eight versions")
    func longWalk() async throws {
        let script = VaultScript.versioned()
        script.set("GET secret/data/app", VaultScript.version(20, #""token":"same""#))
        script.set("GET secret/metadata/app", VaultScript.metadata(live: Array(1...20)))
        for number in 1..<20 {
            script.set("GET secret/data/app?version=\(number)", VaultScript.version(number, #""token":"same""#))
        }
        let (source, transport) = script.source()
        #expect(try await VaultScript.read(source, "vault://secret/app#token").count == 1)
        #expect(transport.names.filter { $0.contains("?version=") }.count == 8)
    }

    @Test("A version asked for by number is read alone")
    func pinned() async throws {
        let (source, transport) = VaultScript.versioned().source()
        let versions = try await VaultScript.read(source, "vault://secret/app?version=1#token")
        #expect(versions.map { $0.secret.revealUTF8() } == ["old-value"])
        #expect(!transport.names.contains { $0.contains("metadata") || $0 == "GET secret/data/app" })
    }

    @Test("Without the metadata the current version is read alone, and a warning says what is missing")
    func metadataForbidden() async throws {
        let script = VaultScript.versioned()
        script.set("GET secret/metadata/app", VaultScript.denied)
        let versions = try await VaultScript.read(script.source().source, "vault://secret/app#token")
        #expect(versions.map(\.label) == ["2"])
        #expect(versions[0].warnings.count == 1)
        #expect(versions[0].warnings[0].contains("read on secret/metadata/app"))
    }

    @Test(
        "A version before that cannot be read leaves the current one readable, with a warning",
        arguments: [500, 403, 429])
    func beforeFails(status: Int) async throws {
        let script = VaultScript.versioned()
        script.set("GET secret/data/app?version=1", .json(status, #"{"errors":[]}"#))
        let versions = try await VaultScript.read(script.source().source, "vault://secret/app#token")
        #expect(versions.map(\.label) == ["2"])
        #expect(versions[0].warnings.count == 1)
    }

    @Test("A version before without the member is no version of the secret")
    func memberIsNew() async throws {
        let script = VaultScript.versioned()
        script.set("GET secret/data/app?version=1", VaultScript.version(1, #""another":"x""#))
        let versions = try await VaultScript.read(script.source().source, "vault://secret/app#token")
        #expect(versions.map(\.label) == ["2"])
    }

    @Test("A deleted current version is not found, and the reason says so")
    func currentDeleted() async {
        let script = VaultScript.versioned()
        script.set("GET secret/data/app", VaultScript.deleted(2))
        let error = await VaultScript.failure(script.source().source, "vault://secret/app#token")
        guard case .notFound(let reason) = error else { return #expect(error == .empty) }
        #expect(reason.contains("version 2 of secret/app"))
        #expect(reason.contains("deleted"))
    }

    @Test("A mount with slashes in its name is found out, and each segment is escaped")
    func deepMount() async throws {
        let script = VaultScript([
            VaultScript.lookup: [VaultScript.rootToken],
            VaultScript.mounts + "team/kv/my%20app/caf%C3%A9": [VaultScript.mount("team/kv")],
            "GET team/kv/data/my%20app/caf%C3%A9": [VaultScript.version(1, #""token":"value""#)],
        ])
        let versions = try await VaultScript.read(script.source().source, "vault://team/kv/my app/café#token")
        #expect(versions.map { $0.secret.revealUTF8() } == ["value"])
    }

    @Test("Where the engine may not be asked for, it is version 2 below the first segment", arguments: [403, 404, 405])
    func engineForbidden(status: Int) async throws {
        let script = VaultScript.versioned()
        script.set(VaultScript.mounts + "secret/app", .json(status, #"{"errors":["permission denied"]}"#))
        let versions = try await VaultScript.read(script.source().source, "vault://secret/app#token")
        #expect(versions.map(\.label) == ["2", "1"])
    }

    @Test("A wrong guess of the engine is not remembered, and a right one is")
    func guess() async throws {
        let script = VaultScript([
            VaultScript.lookup: [VaultScript.rootToken], VaultScript.mounts + "kv/app": [VaultScript.denied],
            "GET kv/data/app": [VaultScript.denied],
            "GET kv/app": [.json(200, #"{"data":{"token":"value"}}"#)],
        ])
        let (source, _) = script.source()
        guard case .denied = await VaultScript.failure(source, "vault://kv/app#token") else {
            return #expect(Bool(false))
        }
        // Now the policy lets the engine be asked for.
        script.set(VaultScript.mounts + "kv/app", VaultScript.mount("kv", version: "1"))
        let versions = try await VaultScript.read(source, "vault://kv/app#token")
        #expect(versions.map { $0.secret.revealUTF8() } == ["value"])

        let right = VaultScript.versioned()
        right.set(VaultScript.mounts + "secret/app", VaultScript.denied)
        let (other, transport) = right.source()
        for _ in 1...3 { _ = try await VaultScript.read(other, "vault://secret/app#token") }
        #expect(transport.names.filter { $0.contains("mounts") }.count == 1)
    }

    @Test("An engine that one reference says is not that of another which says none")
    func engineOfAnother() async throws {
        let (source, transport) = VaultScript.versioned().source()
        _ = try await VaultScript.read(source, "vault://secret/app?engine=kv2#token")
        _ = try await VaultScript.read(source, "vault://secret/app#token")
        #expect(transport.names.filter { $0.contains("mounts") }.count == 1)
    }

    @Test("An engine that was said is not asked for")
    func engineSaid() async throws {
        let (source, transport) = VaultScript.versioned().source()
        _ = try await VaultScript.read(source, "vault://secret/app?engine=kv2#token")
        #expect(!transport.names.contains { $0.contains("mounts") })
    }

    @Test(
        "A mount that does not hold the path, and an answer without what it has to have, are not believed",
        arguments: [
            (VaultScript.mounts + "secret/app", #"{"data":{"path":"other/","type":"kv","options":null}}"#),
            (VaultScript.mounts + "secret/app", #"{"data":{"path":"secret/app/","type":"kv","options":null}}"#),
            (VaultScript.mounts + "secret/app", #"{"data":{"path":3,"type":"kv"}}"#),
            ("GET secret/data/app", #"{"data":{"data":{"token":"x"},"metadata":{"version":"2"}}}"#),
            ("GET secret/data/app", #"{"data":{"data":{"token":"x"},"metadata":{"version":-9223372036854775808}}}"#),
            ("GET secret/data/app", #"{"data":{"data":{"token":"x"},"metadata":{"version":9223372036854775807}}}"#),
            ("GET secret/data/app", #"{"data":{"data":["token"],"metadata":{"version":2}}}"#),
            ("GET secret/data/app", #"{"data":{"token":"x"}}"#), ("GET secret/data/app", #"{"data":{"data":{"tok"#),
            ("GET secret/data/app", "<html>sign in</html>"), ("GET secret/data/app", "null"),
            (VaultScript.lookup, #"{"auth":{}}"#),
        ])
    func garbage(question: String, text: String) async {
        let script = VaultScript.versioned()
        script.set(question, .json(200, text))
        let error = await VaultScript.failure(script.source().source, "vault://secret/app#token")
        guard case .malformed(let reason) = error else { return #expect(error == .empty) }
        #expect(reason.contains("Vault at http://127.0.0.1:8200"))
        #expect(!reason.contains("sign in"))
    }

    @Test("A version of another number than the one asked for is not believed")
    func otherNumber() async throws {
        let script = VaultScript.versioned()
        script.set("GET secret/data/app?version=1", VaultScript.version(7, #""token":"planted""#))
        let versions = try await VaultScript.read(script.source().source, "vault://secret/app#token")
        #expect(versions.map(\.label) == ["2"])
        #expect(versions[0].warnings.count == 1)
    }
}
