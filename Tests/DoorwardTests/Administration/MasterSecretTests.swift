import Doorward
import DoorwardSecrets
import DoorwardStore
import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("The master secret")
struct MasterSecretTests {
    private let folder: String
    private var configuration: DoorwardConfiguration

    init() throws {
        var template = Array("/tmp/doorward-test-XXXXXX".utf8CString)
        let made = mkdtemp(&template).map { String(cString: $0) }
        folder = try #require(made)
        configuration = DoorwardConfiguration(
            publicURL: try PublicURL(parsing: "https://api.example.com"),
            upstream: try UpstreamURL(parsing: "http://127.0.0.1:9000"), auth: .oauth)
        configuration.database = .sqlite(folder + "/doorward.db")
    }

    private func read(_ store: Store, environment: [String: String] = [:]) async throws -> MasterSecret {
        try await MasterSecret.read(for: configuration, environment: environment, store: store)
    }

    @Test("Where none is configured one is made in a file for its owner only, and found there again")
    func file() async throws {
        let store = try #require(try await ConfiguredStore.open(configuration, environment: [:]))
        let made = try await read(store)
        let path = folder + "/doorward.db.key"
        #expect(made.place == .file(path: path, isNew: true) && made.warnings.isEmpty && made.bytes.count == 64)
        let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(permissions == 0o600)
        let again = try await read(store)
        #expect(again.place == .file(path: path, isNew: false) && again.bytes == made.bytes)
        chmod(path, 0o644)
        #expect(try await read(store).warnings.count == 1)
    }

    @Test("A lost file is not replaced while keys are stored under what was in it")
    func lost() async throws {
        let store = try #require(try await ConfiguredStore.open(configuration, environment: [:]))
        _ = try await Administration(configuration: configuration, store: store).rotateSigningKey()
        unlink(folder + "/doorward.db.key")
        await #expect(throws: StartFailure.self) { _ = try await read(store) }
        #expect(access(folder + "/doorward.db.key", F_OK) != 0)
    }

    @Test("A wrong master secret never seals a key beside others")
    func otherSecret() async throws {
        let store = try #require(try await ConfiguredStore.open(configuration, environment: [:]))
        _ = try await Administration(configuration: configuration, store: store).rotateSigningKey()
        var other = configuration
        other.oauth.masterSecret = try SecretReference(parsing: "env:OTHER")
        let administration = Administration(
            configuration: other, store: store,
            environment: ["OTHER": String(repeating: "3f9c7a", count: 6) + "b1d24e58"])
        let refused = await refusal { _ = try await administration.rotateSigningKey() }
        #expect(refused != nil)
        #expect(try await administration.signingKeys().count == 1)
    }

    @Test("After a rotation where it is kept, the version is used that stored keys are sealed under, and that is said")
    mutating func rotated() async throws {
        let file = folder + "/master"
        try "\(String(repeating: "3f9c7a", count: 6))b1d24e58\n".write(toFile: file, atomically: true, encoding: .utf8)
        chmod(file, 0o600)
        configuration.oauth.masterSecret = try SecretReference(parsing: "file:\(file)")
        let store = try #require(try await ConfiguredStore.open(configuration, environment: [:]))
        _ = try await Administration(configuration: configuration, store: store).rotateSigningKey()
        let old = try await read(store)
        rename(file, file + ".previous")
        try "\(String(repeating: "a83d1c", count: 6))77e0c2f4\n".write(toFile: file, atomically: true, encoding: .utf8)
        chmod(file, 0o600)
        let newest = try await read(store)
        #expect(newest.bytes != old.bytes)
        let used = try await newest.opening(store, at: 0)
        #expect(used.bytes == old.bytes)
        #expect(used.warnings.contains { $0.contains("older version") })
        // And a key that is made now is sealed under the same.
        _ = try await Administration(configuration: configuration, store: store).rotateSigningKey()
        unlink(file + ".previous")
        let refused = await refusal {
            _ = try await Administration(configuration: configuration, store: store).rotateSigningKey()
        }
        #expect(refused != nil)
        let empty = try Store.inMemory()
        #expect(try await read(empty).opening(empty, at: 0).bytes == newest.bytes)
    }

    @Test(
        "Short, missing and empty secrets are refused by name",
        arguments: ["", "tooshort", String(repeating: "a", count: 64)])
    mutating func short(_ value: String) async throws {
        configuration.oauth.masterSecret = try SecretReference(parsing: "env:MASTER")
        let store = try Store.inMemory()
        do {
            _ = try await read(store, environment: value.isEmpty ? [:] : ["MASTER": value])
            Issue.record("it was accepted")
        } catch let failure as StartFailure {
            #expect(failure.problems.allSatisfy { $0.hasPrefix("oauth.master_secret: env:MASTER") })
            #expect(failure.status == .configuration)
        }
    }

    @Test("Looking makes no database")
    func noDatabase() async throws {
        #expect(try await ConfiguredStore.open(configuration, environment: [:], creating: false) == nil)
        #expect(access(folder + "/doorward.db", F_OK) != 0)
        let (looking, creating) = (configuration, false)
        #expect(
            await refusal { _ = try await Administration.open(looking, environment: [:], creating: creating) }
                == .databaseMissing(name: "sqlite:\(folder)/doorward.db"))
    }
}
