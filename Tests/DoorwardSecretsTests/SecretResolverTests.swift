import DoorwardSecrets
import Testing

/// A secret manager with two live versions, one of them labelled.
private struct TwoVersions: SecretSource {
    var schemes: [String] { ["vault"] }

    func read(_ reference: SecretReference) async throws(SecretSourceError) -> [SecretVersion] {
        switch reference.location {
        case "down": throw .unavailable(reason: "the vault does not answer; start it")
        case "none": return []
        case "empty": return [SecretVersion(secret: Secret([]))]
        default:
            await Task.yield()
            return ["current", "previous"].map { SecretVersion(secret: Secret(utf8: $0), label: $0) }
        }
    }
}

@Suite("Resolving references")
struct SecretResolverTests {
    @Test("keeps the order of the references and gives every live version and every problem")
    func order() async throws {
        let directory = try TemporaryDirectory()
        defer { withExtendedLifetime(directory) {} }
        try directory.file("open", "from-file", mode: 0o644)
        let resolver = SecretResolver(sources: [
            EnvironmentSource(environment: ["A": "a", "B": "b"]), FileSource(baseDirectory: directory.path),
            TwoVersions(),
        ])
        let references = [
            "env:B", "vault:x", "env:NO", "file:open", "vault:down", "s3:y", "env:A", "vault:none", "vault:empty",
        ]
        let resolution = await resolver.resolve(references.map(reference))
        #expect(resolution.secrets.map { $0.secret.revealUTF8() } == ["b", "current", "previous", "from-file", "a"])
        #expect(resolution.secrets.map(\.version.label) == [nil, "current", "previous", nil, nil])
        #expect(resolution.secrets[1].reference == reference("vault:x"))
        let failed = ["env:NO", "vault:down", "s3:y", "vault:none", "vault:empty"]
        #expect(resolution.problems.map(\.reference) == failed.map(reference))
        #expect(resolution.problems[1].description == "vault:down: the vault does not answer; start it")
        #expect(resolution.problems[2].reason.contains("known are env, file, vault"))
        #expect(resolution.warnings.map(\.reference) == [reference("file:open")])
    }

    @Test("of many references at once finds each its own")
    func many() async {
        let names = (0..<200).map { "N\($0)" }
        let environment = Dictionary(uniqueKeysWithValues: names.map { ($0, "value of \($0)") })
        let resolver = SecretResolver.standard(environment: environment, baseDirectory: "/")
        let resolution = await resolver.resolve(names.map { reference("env:\($0)") })
        #expect(resolution.secrets.map { $0.secret.revealUTF8() } == names.map { "value of \($0)" })
        #expect(resolution.problems.isEmpty)
    }

    @Test("by the standard sources knows the four schemes that need no network")
    func standard() async throws {
        let directory = try TemporaryDirectory()
        defer { withExtendedLifetime(directory) {} }
        try directory.file("cred", "c")
        try directory.file(".env", "D=d")
        let resolver = SecretResolver.standard(
            environment: ["E": "e", "CREDENTIALS_DIRECTORY": directory.path], baseDirectory: directory.path)
        #expect(resolver.schemes == ["env", "file", "dotenv", "systemd"])
        let texts = ["env:E", "file:cred", "dotenv:.env#D", "systemd:cred"]
        let resolution = await resolver.resolve(texts.map(reference))
        #expect(resolution.secrets.map { $0.secret.revealUTF8() } == ["e", "c", "d", "c"])
    }

    @Test("never puts a value into a message")
    func silence() async throws {
        let directory = try TemporaryDirectory()
        defer { withExtendedLifetime(directory) {} }
        let value = "TOP" + "SECRETVALUE"
        try directory.file("a", "A='\(value)", mode: 0o644)
        try directory.file("b", "\(value) \(value)\n")
        try directory.file("c", "A=\(value)\nA=\(value)\n")
        try directory.file("d", "A='\(value)' \(value)\n")
        try directory.file("e", "A=\(value)\n", mode: 0o666)
        let resolver = SecretResolver.standard(environment: [:], baseDirectory: directory.path)
        let resolution = await resolver.resolve("abcde".map { reference("dotenv:\($0)#A") })
        #expect(resolution.problems.count == 4)
        #expect(resolution.warnings.count == 1)
        for problem in resolution.problems + resolution.warnings { #expect(!problem.description.contains(value)) }
        #expect(!"\(resolution)".contains(value))
    }
}
