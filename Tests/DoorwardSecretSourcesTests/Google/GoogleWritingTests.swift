import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite struct GoogleWritingTests {
    private let script = GoogleScript()
    private static let add = "POST /v1/projects/p1/secrets/s:addVersion"

    private func write(_ value: [UInt8], _ text: String = "gcp-sm://p1/s") async throws -> SecretVersion {
        try await script.source().write(Secret(value), to: .google(text))
    }

    @Test("A value is added with its checksum by exactly this request")
    func add() async throws {
        script.set(Self.add, 200, GoogleScript.version(3))
        let version = try await write(Array("123456789".utf8))
        #expect(version.label == "3" && version.id == "3" && version.since == 1_767_484_800)
        #expect(version.secret.revealUTF8() == "123456789")
        #expect(script.names == [Self.add])
        #expect(
            script.requests[0].headers.map { "\($0.name): \($0.value)" } == [
                "authorization: Bearer token-1", "accept: application/json", "content-type: application/json",
            ])
        #expect(
            String(decoding: script.requests[0].body, as: UTF8.self)
                == #"{"payload":{"data":"MTIzNDU2Nzg5","dataCrc32c":"3808858755"}}"#)
    }

    @Test("A member is replaced or added, and everything else kept as it was")
    func members() async throws {
        script.list([2, 1])
        script.access(2, #"{ "a": [1, {"x": 1.50}], "token": "old", "z": "\u00e4\n" }"#)
        script.set(Self.add, 200, GoogleScript.version(3))
        for (name, expected) in [
            ("token", #"{ "a": [1, {"x": 1.50}], "token": "n\"w", "z": "\u00e4\n" }"#),
            ("more", #"{ "a": [1, {"x": 1.50}], "token": "old", "z": "\u00e4\n" ,"more":"n\"w"}"#),
        ] {
            _ = try await write(Array("n\"w".utf8), "gcp-sm://p1/s#\(name)")
            let body = Array(try #require(script.requests.last).body)
            let payload = try GooglePayload(
                .json(
                    200,
                    "{\"name\":\"projects/1/secrets/s/versions/3\"," + String(decoding: body.dropFirst(), as: UTF8.self)
                ),
                place: "test")
            #expect(String(decoding: payload.bytes, as: UTF8.self) == expected)
        }
    }

    @Test(
        "A member is not written into what is no JSON object, nor bytes that are no text",
        arguments: ["[1]", "x", "{"])
    func noObject(text: String) async throws {
        script.list([2])
        script.access(2, text)
        await #expect(throws: SecretSourceError.self) { try await write([65], "gcp-sm://p1/s#token") }
        await #expect(throws: SecretSourceError.self) { try await write([0xFF], "gcp-sm://p1/s#token") }
        #expect(!script.names.contains(Self.add))
    }

    @Test(
        "An answer that leaves open whether the version is there is not asked for again", arguments: [0, 500, 502, 503])
    func unknownOutcome(status: Int) async throws {
        if status == 0 {
            script.set(Self.add, GoogleScript.down("no answer in time"))
        } else {
            script.set(Self.add, status, "{}")
        }
        await #expect { try await write([65]) } throws: { "\($0)".contains("list the versions") }
        #expect(script.requests.count == 1)
    }

    @Test("Writing what cannot be kept is refused before anything is sent")
    func refused() async throws {
        await #expect(throws: SecretSourceError.empty) { try await write([]) }
        await #expect(throws: SecretSourceError.self) { try await write([UInt8](repeating: 65, count: 65_537)) }
        await #expect(throws: SecretSourceError.self) { try await write([65], "gcp-sm://p1/s/3") }
        #expect(script.requests.isEmpty)
        script.set(Self.add, { _ in GoogleScript.error(403, "PERMISSION_DENIED") })
        await #expect { try await write([65]) } throws: { "\($0)".contains("secretVersionAdder") }
    }

    @Test("A version is disabled, not destroyed, and never the current one")
    func retire() async throws {
        script.list([3, 2, 1])
        let disable = "POST /v1/projects/p1/secrets/s/versions/2:disable"
        script.set(disable, 200, GoogleScript.version(2, state: "DISABLED"))
        let source = script.source()
        let version = { SecretVersion(secret: Secret([65]), label: $0, id: $0) }
        try await source.retire(version("2"), of: .google())
        #expect(script.names.last == disable)
        #expect(String(decoding: script.requests.last?.body ?? [], as: UTF8.self) == "{}")
        let before = script.requests.count
        for id in ["3", "x", "-1", "0", ""] {
            await #expect(throws: SecretSourceError.self) { try await source.retire(version(id), of: .google()) }
        }
        #expect(script.requests.count == before + 1)
        script.set(disable, 200, GoogleScript.version(2, state: "ENABLED"))
        await #expect(throws: SecretSourceError.self) { try await source.retire(version("2"), of: .google()) }
        script.set(disable, { _ in GoogleScript.error(403, "PERMISSION_DENIED") })
        await #expect {
            try await source.retire(version("2"), of: .google())
        } throws: { "\($0)".contains("secretVersionManager") }
    }
}
