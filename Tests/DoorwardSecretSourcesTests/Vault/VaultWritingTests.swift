import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite("Writing to Vault")
struct VaultWritingTests {
    private static let reference = "vault://secret/app#token"
    private static let data = "POST secret/data/app"

    private static func written(_ number: Int) -> SecretResponse {
        .json(200, #"{"data":{"version":\#(number),"created_time":"2027-01-01T00:00:00Z","deletion_time":""}}"#)
    }

    private static func write(
        _ source: VaultSource, _ reference: String = reference, _ value: String = "written-value"
    ) async throws -> SecretVersion {
        try await source.write(Secret(utf8: value), to: try SecretReference(parsing: reference))
    }

    private static func failure(
        _ source: VaultSource, _ reference: String = reference, _ secret: Secret = Secret(utf8: "written-value")
    ) async -> SecretSourceError? {
        do {
            _ = try await source.write(secret, to: try SecretReference(parsing: reference))
            return nil
        } catch {
            return error as? SecretSourceError
        }
    }

    private static func body(_ transport: ScriptedTransport) -> String? {
        transport.requests.last.map { String(decoding: $0.body, as: UTF8.self) }
    }

    @Test("The other members stay, in their order, and only the version that was read is replaced")
    func replaced() async throws {
        let script = VaultScript.versioned()
        script.set(
            "GET secret/data/app",
            VaultScript.version(2, #""first":"a\"b","token":"old","n":-7,"deep":{"x":[true,null]}"#))
        script.set(Self.data, Self.written(3))
        let (source, transport) = script.source()
        let version = try await Self.write(source)
        #expect(version.label == "3" && version.id == "3" && version.since == 1_798_761_600)
        #expect(version.secret.revealUTF8() == "written-value")
        #expect(
            Self.body(transport)
                == #"{"options":{"cas":2},"data":{"first":"a\"b","token":"written-value","n":-7,"deep":{"x":[true,null]}}}"#
        )
        #expect(transport.requests.last?.headers.last?.value == "application/json")
    }

    @Test("A new member is added, a first value is created, and an only member needs no name")
    func created() async throws {
        let script = VaultScript.versioned()
        script.set(Self.data, Self.written(3))
        let (source, transport) = script.source()
        _ = try await Self.write(source, "vault://secret/app#next")
        #expect(
            Self.body(transport)
                == #"{"options":{"cas":2},"data":{"token":"new-value","other":"x","next":"written-value"}}"#)
        script.set("GET secret/data/app", VaultScript.version(2, #""only":"x""#))
        _ = try await Self.write(source, "vault://secret/app")
        #expect(Self.body(transport) == #"{"options":{"cas":2},"data":{"only":"written-value"}}"#)
        script.set("GET secret/data/app", .json(404, #"{"errors":[]}"#))
        _ = try await Self.write(source)
        #expect(Self.body(transport) == #"{"options":{"cas":0},"data":{"token":"written-value"}}"#)
        let error = await Self.failure(source, "vault://secret/app")
        guard case .badReference = error else { return #expect(error == .empty) }
    }

    @Test("Somebody else's write in between is not overwritten")
    func conflict() async {
        let script = VaultScript.versioned()
        script.set(
            Self.data, .json(400, #"{"errors":["check-and-set parameter did not match the current version"]}"#))
        let error = await Self.failure(script.source().source)
        guard case .unavailable(let reason) = error else { return #expect(error == .empty) }
        #expect(reason.contains("nothing was written"))
    }

    @Test("A conflict over a version that holds the same value already is a conflict")
    func conflictOfEquals() async {
        let script = VaultScript.versioned()
        script.set("GET secret/data/app", VaultScript.version(2, #""token":"written-value""#))
        script.set(
            Self.data, .json(400, #"{"errors":["check-and-set parameter did not match the current version"]}"#))
        let error = await Self.failure(script.source().source)
        guard case .unavailable = error else { return #expect(error == .empty) }
    }

    @Test("A write whose answer got lost, and that was sent again, is known as done")
    func lostAnswer() async throws {
        let script = VaultScript.versioned()
        script.set(
            "GET secret/data/app", VaultScript.version(2, #""token":"new-value""#),
            VaultScript.version(3, #""token":"written-value""#))
        script.set(
            Self.data, .json(504, ""),
            .json(400, #"{"errors":["check-and-set parameter did not match the current version"]}"#))
        let version = try await Self.write(script.source().source)
        #expect(version.label == "3")
    }

    @Test("A deleted current version is not written over: its other members would be lost")
    func deleted() async {
        let script = VaultScript.versioned()
        script.set("GET secret/data/app", VaultScript.deleted(2))
        let (source, transport) = script.source()
        let error = await Self.failure(source)
        guard case .notFound = error else { return #expect(error == .empty) }
        #expect(!transport.names.contains(Self.data))
    }

    @Test(
        "Numbers of other members stay as they are written",
        arguments: ["1.10", "18446744073709551616", "[1e3]", "-0.0"])
    func exact(number: String) async throws {
        let script = VaultScript.versioned()
        script.set("GET secret/data/app", VaultScript.version(2, #""token":"x","other":\#(number)"#))
        script.set(Self.data, Self.written(3))
        let (source, transport) = script.source()
        _ = try await Self.write(source)
        #expect(
            Self.body(transport)
                == #"{"options":{"cas":2},"data":{"token":"written-value","other":\#(number)}}"#)
    }

    @Test("Values that are no text, empty or too large, and numbered versions, are not sent")
    func unfit() async {
        let (source, transport) = VaultScript.versioned().source()
        #expect(await Self.failure(source, Self.reference, Secret([])) == .empty)
        for secret in [Secret([0xFF, 0xFE]), Secret([UInt8](repeating: 65, count: 65537))] {
            let error = await Self.failure(source, Self.reference, secret)
            guard case .malformed = error else { return #expect(error == .empty) }
        }
        let error = await Self.failure(source, "vault://secret/app?version=1#token")
        guard case .badReference = error else { return #expect(error == .empty) }
        #expect(transport.requests.isEmpty)
    }

    @Test("A refused write says what the policy needs, and not the value")
    func forbidden() async {
        let script = VaultScript.versioned()
        script.set(Self.data, .json(403, #"{"errors":["1 error occurred: written-value"]}"#))
        let error = await Self.failure(script.source().source)
        guard case .denied(let reason) = error else { return #expect(error == .empty) }
        #expect(reason.contains("create and update on secret/data/app"))
        #expect(!reason.contains("written-value"))
    }

    @Test("Retiring deletes that version, and never the current one")
    func retire() async throws {
        let script = VaultScript.versioned()
        script.set("POST secret/delete/app", SecretResponse(status: 204))
        let (source, transport) = script.source()
        let reference = try SecretReference(parsing: Self.reference)
        let versions = try await source.read(reference)
        try await source.retire(versions[1], of: reference)
        #expect(transport.names.last == "POST secret/delete/app")
        #expect(Self.body(transport) == #"{"versions":[1]}"#)
        let asked = transport.requests.count
        await #expect(throws: SecretSourceError.self) { try await source.retire(versions[0], of: reference) }
        var odd = versions[1]
        for id in [nil, "", "x", "-1", "0"] {
            odd.id = id
            await #expect(throws: SecretSourceError.self) { try await source.retire(odd, of: reference) }
        }
        #expect(transport.names.dropFirst(asked).allSatisfy { $0.hasPrefix("GET ") })
    }
}
