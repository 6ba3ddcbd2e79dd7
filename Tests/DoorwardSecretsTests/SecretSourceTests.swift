import DoorwardSecrets
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

private func value(_ source: some SecretSource, _ text: String) async throws -> String? {
    let versions = try await source.read(reference(text))
    #expect(versions.count == 1)
    return versions.first?.secret.revealUTF8()
}

@Suite("The environment")
struct EnvironmentSourceTests {
    private let source = EnvironmentSource(environment: ["SET": " value\n", "EMPTY": ""])

    @Test("gives a variable as it is")
    func present() async throws {
        #expect(try await value(source, "env:SET") == " value\n")
    }

    @Test("refuses a missing variable, an empty one, and a fragment")
    func refusals() async {
        await #expect(throws: SecretSourceError.noVariable("MISSING")) {
            try await source.read(reference("env:MISSING"))
        }
        await #expect(throws: SecretSourceError.empty) { try await source.read(reference("env:EMPTY")) }
        await #expect(throws: SecretSourceError.unexpectedFragment(scheme: "env")) {
            try await source.read(reference("env:SET#x"))
        }
    }
}

@Suite("A secret file")
struct FileSourceTests {
    let directory = try! TemporaryDirectory()
    private var source: FileSource { FileSource(baseDirectory: directory.path) }

    @Test(
        "loses one line ending at the end and nothing else",
        arguments: [
            ("abc", "abc"), ("abc\n", "abc"), ("abc\r\n", "abc"), ("abc\n\n", "abc\n"), ("abc\r", "abc\r"),
            (" abc \n", " abc "), ("a\nb\n", "a\nb"), ("\r\n\n", "\r\n"),
        ])
    func newline(content: String, expected: String) async throws {
        try directory.file("s", content)
        #expect(try await value(source, "file:s") == expected)
    }

    @Test("is found by an absolute path and below the base directory, and tells its age")
    func paths() async throws {
        let path = try directory.file("s", "abc")
        #expect(try await value(source, "file:\(path)") == "abc")
        let version = try #require(try await source.read(reference("file:s")).first)
        #expect(abs(try #require(version.since) - Int64(time(nil))) < 100)
        #expect(version.warnings.isEmpty)
    }

    @Test("is followed through the links that Kubernetes turns")
    func links() async throws {
        try directory.file("v1", "one")
        try directory.file("v2", "two")
        directory.link("current", to: "v1")
        #expect(try await value(source, "file:current") == "one")
        unlink("\(directory.path)/current")
        directory.link("current", to: "v2")
        #expect(try await value(source, "file:current") == "two")
    }

    @Test("is refused when empty or only a line ending", arguments: ["", "\n", "\r\n"])
    func empty(content: String) async throws {
        try directory.file("s", content)
        await #expect(throws: SecretSourceError.empty) { try await source.read(reference("file:s")) }
    }

    @Test("is refused when missing, a directory, a pipe, a dangling link, or too large")
    func refusals() async throws {
        let path = directory.path
        await #expect(throws: SecretSourceError.noFile(path: "\(path)/no")) {
            try await source.read(reference("file:no"))
        }
        await #expect(throws: SecretSourceError.notAFile(path: path)) {
            try await source.read(reference("file:\(path)"))
        }
        mkfifo("\(path)/pipe", 0o600)
        await #expect(throws: SecretSourceError.notAFile(path: "\(path)/pipe")) {
            try await source.read(reference("file:pipe"))
        }
        directory.link("dangling", to: "nowhere")
        await #expect(throws: SecretSourceError.noFile(path: "\(path)/dangling")) {
            try await source.read(reference("file:dangling"))
        }
        try directory.file("large", String(repeating: "x", count: FileSource.largest + 1))
        await #expect(throws: SecretSourceError.tooLarge(path: "\(path)/large", limit: 65536)) {
            try await source.read(reference("file:large"))
        }
        try directory.file("largest", String(repeating: "x", count: FileSource.largest))
        #expect(try await value(source, "file:largest")?.count == FileSource.largest)
    }

    @Test(
        "is warned of when others can read it",
        arguments: [(0o600, nil), (0o400, nil), (0o640, "its group"), (0o644, "every user"), (0o604, "every user")]
            as [(mode_t, String?)])
    func readers(mode: mode_t, warning: String?) async throws {
        try directory.file("s", "do-not-print", mode: mode)
        let warnings = try await source.read(reference("file:s")).flatMap(\.warnings)
        #expect(warnings.count == (warning == nil ? 0 : 1))
        if let warning {
            #expect(warnings[0].contains(warning))
            #expect(warnings[0].contains("0\(String(mode, radix: 8))"))
            #expect(!warnings[0].contains("do-not-print"))
        }
    }
}

@Suite("A .env file as a source")
struct DotenvSourceTests {
    let directory = try! TemporaryDirectory()
    private var source: DotenvSource { DotenvSource(baseDirectory: directory.path) }

    @Test("gives one of its names")
    func present() async throws {
        try directory.file(".env", "# x\nexport A='one two' # c\nB=2\n")
        #expect(try await value(source, "dotenv:.env#A") == "one two")
        #expect(try await value(source, "dotenv:\(directory.path)/.env#B") == "2")
    }

    @Test("refuses a missing name, an empty value, a missing fragment, and a file that breaks the grammar")
    func refusals() async throws {
        let path = try directory.file(".env", "A=1\nB=\n")
        await #expect(throws: SecretSourceError.notInDotenv(path: path, name: "C")) {
            try await source.read(reference("dotenv:.env#C"))
        }
        await #expect(throws: SecretSourceError.empty) { try await source.read(reference("dotenv:.env#B")) }
        for text in ["dotenv:.env", "dotenv:.env#"] {
            await #expect(throws: SecretSourceError.noFragment) { try await source.read(reference(text)) }
        }
        let broken = try directory.file("broken", "A=1\nhunter2\n")
        let error = await #expect(throws: SecretSourceError.dotenv(path: broken, .notAnAssignment(line: 2))) {
            try await source.read(reference("dotenv:broken#A"))
        }
        #expect(error?.description == "\(broken), line 2: expected NAME=value or a # comment")
    }
}

@Suite("A systemd credential")
struct SystemdCredentialSourceTests {
    let directory = try! TemporaryDirectory()

    @Test("is read from the credentials directory, without a warning about its mode")
    func present() async throws {
        try directory.file("api.key", "abc\n", mode: 0o444)
        let source = SystemdCredentialSource(directory: directory.path)
        #expect(try await value(source, "systemd:api.key") == "abc")
        #expect(try await source.read(reference("systemd:api.key")).first?.warnings == [])
    }

    @Test("cannot name a path", arguments: ["../x", "a/b", "..", ".", "/etc/passwd", "a\u{0}b", "a b"])
    func names(name: String) async {
        let source = SystemdCredentialSource(directory: directory.path)
        await #expect(throws: SecretSourceError.badCredentialName(name)) {
            try await source.read(reference("systemd:\(name)"))
        }
    }

    @Test("is refused when the process has no credentials, or not this one", arguments: [nil, ""])
    func missing(none: String?) async {
        await #expect(throws: SecretSourceError.noCredentialsDirectory) {
            try await SystemdCredentialSource(directory: none).read(reference("systemd:x"))
        }
        await #expect(throws: SecretSourceError.noFile(path: "\(directory.path)/x")) {
            try await SystemdCredentialSource(directory: directory.path).read(reference("systemd:x"))
        }
    }
}
