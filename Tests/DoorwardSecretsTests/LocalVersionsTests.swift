import DoorwardSecrets
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

private func values(_ versions: [SecretVersion]) -> [String?] { versions.map { $0.secret.revealUTF8() } }

@Suite("A secret file and its previous value")
struct FileVersionsTests {
    let directory = try! TemporaryDirectory()
    private var source: FileSource { FileSource(baseDirectory: directory.path) }
    private var path: String { "\(directory.path)/s" }

    private func read() async throws -> [SecretVersion] { try await source.read(reference("file:s")) }

    private func write(_ value: String) async throws -> SecretVersion {
        try await source.write(Secret(utf8: value), to: reference("file:s"))
    }

    @Test("are two versions, each with its own age and warnings")
    func two() async throws {
        try directory.file("s", "new\n")
        try directory.file("s.previous", "old\r\n", mode: 0o644)
        var times = [timeval(tv_sec: 1_000_000, tv_usec: 0), timeval(tv_sec: 1_000_000, tv_usec: 0)]
        utimes(path + ".previous", &times)
        let versions = try await read()
        #expect(values(versions) == ["new", "old"])
        #expect(versions.map(\.label) == ["current", "previous"])
        #expect(versions[1].since == 1_000_000)
        #expect(abs(try #require(versions[0].since) - Int64(time(nil))) < 100)
        #expect(versions[0].warnings == [])
        #expect(versions[1].warnings.count == 1)
    }

    @Test("are one version without a label when they are equal")
    func equal() async throws {
        try directory.file("s", "same\n")
        try directory.file("s.previous", "same")
        let versions = try await read()
        #expect(values(versions) == ["same"])
        #expect(versions.first?.label == nil)
    }

    @Test("never fail because of the previous one, but warn", arguments: ["", "\n", "too large", "folder"])
    func badPrevious(content: String) async throws {
        try directory.file("s", "new")
        switch content {
        case "folder": mkdir(path + ".previous", 0o700)
        case "too large": try directory.file("s.previous", String(repeating: "x", count: FileSource.largest + 1))
        default: try directory.file("s.previous", content)
        }
        let versions = try await read()
        #expect(values(versions) == ["new"])
        #expect(versions.first?.label == nil)
        #expect(versions.first?.warnings.count == 1)
        #expect(versions.first?.warnings.first?.contains(path + ".previous") == true)
        rmdir(path + ".previous")
    }

    @Test("are written with the permissions that the file has, one value pushing out the other")
    func writing() async throws {
        try directory.file("s", "one\n", mode: 0o640)
        let two = try await write("two")
        #expect(two.secret.revealUTF8() == "two")
        #expect(two.label == "current")
        #expect(directory.read("s") == "two\n")
        #expect(directory.read("s.previous") == "one\n")
        #expect(directory.permissions("s") == 0o640)
        #expect(directory.permissions("s.previous") == 0o640)
        chmod(path, 0o600)
        _ = try await write("three")
        #expect(values(try await read()) == ["three", "two"])
        #expect(directory.permissions("s.previous") == 0o600)
        // Once more is nothing new, and pushes nothing out.
        _ = try await write("three")
        #expect(values(try await read()) == ["three", "two"])
        #expect(directory.contents() == ["s", "s.previous"])
    }

    @Test("belong to the owner of the file")
    func owner() async throws {
        guard geteuid() == 0 else {
            print("skipped: only root can give a file to another owner")
            return
        }
        try directory.file("s", "one")
        chown(path, 12345, 12346)
        _ = try await write("two")
        for file in [path, path + ".previous"] {
            var status = stat()
            #expect(lstat(file, &status) == 0)
            #expect(status.st_uid == 12345)
            #expect(status.st_gid == 12346)
        }
    }

    @Test(
        "read back as they were written, whatever line endings are in them",
        arguments: ["a\n", "a\r", "a\r\n", "\n", " "])
    func endings(value: String) async throws {
        try directory.file("s", "old")
        _ = try await write(value)
        #expect(values(try await read()) == [value, "old"])
    }

    @Test("are made where there was none")
    func first() async throws {
        #expect(try await write("one").label == nil)
        #expect(directory.contents() == ["s"])
        #expect(directory.permissions("s") == 0o600)
        // An empty file holds no value that could be the previous one.
        try directory.file("s", "\n")
        _ = try await write("two")
        #expect(directory.contents() == ["s"])
    }

    #if os(Linux)
        @Test("are what they were when the second writing fails, and one value when a crash comes between the two")
        func crash() async throws {
            guard geteuid() == 0, mountsFile() else {
                print("skipped: only root can mount a file")
                return
            }
            defer { umount(path) }
            try directory.file("s.previous", "older\n")
            let error = await #expect(throws: SecretSourceError.self) { try await write("new") }
            #expect(error?.description.contains("is mounted there") == true)
            #expect(values(try await read()) == ["old", "older"])
            unlink(path + ".previous")
            await #expect(throws: SecretSourceError.self) { try await write("new") }
            #expect(values(try await read()) == ["old"])
            #expect(directory.contents() == ["s", "source"])
            try directory.file("s.previous", "old\n")
            #expect(values(try await read()) == ["old"])
        }

        /// Mounts a file over the secret file, as Docker does.
        private func mountsFile() -> Bool {
            guard (try? directory.file("source", "old\n")) != nil, (try? directory.file("s", "")) != nil else {
                return false
            }
            return mount("\(directory.path)/source", path, nil, UInt(MS_BIND), nil) == 0
        }
    #endif

    @Test("are refused where the file is a link, with what to do")
    func links() async throws {
        try directory.file("target", "old\n")
        directory.link("s", to: "target")
        let error = await #expect(throws: SecretSourceError.self) { try await write("new-value") }
        #expect(error?.description.contains("symbolic link") == true)
        #expect(error?.description.contains("where it comes from") == true)
        #expect(error?.description.contains("new-value") == false)
        #expect(directory.read("target") == "old\n")
        #expect(directory.contents() == ["s", "target"])
    }

    #if os(Linux)
        @Test("are refused on a file system that can only be read")
        func readOnly() async throws {
            let folder = "\(directory.path)/ro"
            mkdir(folder, 0o700)
            guard geteuid() == 0, mount("none", folder, "tmpfs", UInt(MS_RDONLY), nil) == 0 else {
                print("skipped: only root can mount a file system")
                rmdir(folder)
                return
            }
            defer {
                umount(folder)
                rmdir(folder)
            }
            let error = await #expect(throws: SecretSourceError.self) {
                try await source.write(Secret(utf8: "x"), to: reference("file:ro/s"))
            }
            #expect(error?.description.contains("can only be read") == true)
        }
    #endif

    @Test("are refused when empty, too large, or in no folder")
    func refusals() async throws {
        try directory.file("s", "old")
        await #expect(throws: SecretSourceError.empty) { try await write("") }
        await #expect(throws: SecretSourceError.tooLarge(path: path, limit: FileSource.largest)) {
            try await write(String(repeating: "x", count: FileSource.largest))
        }
        await #expect(throws: SecretSourceError.noFile(path: "\(directory.path)/no/s")) {
            try await source.write(Secret(utf8: "x"), to: reference("file:no/s"))
        }
        #expect(directory.contents() == ["s"])
    }

    @Test("retire the previous value and no other")
    func retiring() async throws {
        try directory.file("s", "one")
        _ = try await write("two")
        let versions = try await read()
        await #expect(throws: SecretSourceError.self) { try await source.retire(versions[0], of: reference("file:s")) }
        try await source.retire(SecretVersion(secret: Secret(utf8: "never")), of: reference("file:s"))
        #expect(try await read().count == 2)
        try await source.retire(versions[1], of: reference("file:s"))
        #expect(directory.contents() == ["s"])
        #expect(try await read().first?.label == nil)
        try await source.retire(versions[1], of: reference("file:s"))
    }

    @Test("are both watched")
    func paths() {
        #expect(source.paths(of: reference("file:s")) == [path, path + ".previous"])
        #expect(DotenvSource(baseDirectory: "/b").paths(of: reference("dotenv:.env#A")) == ["/b/.env"])
        let systemd = SystemdCredentialSource(directory: "/c")
        #expect(systemd.paths(of: reference("systemd:x")) == ["/c/x"])
        #expect(systemd.paths(of: reference("systemd:../x")) == [])
    }
}

@Suite("A name of a .env file and its previous value")
struct DotenvVersionsTests {
    let directory = try! TemporaryDirectory()
    private var source: DotenvSource { DotenvSource(baseDirectory: directory.path) }

    private func read(_ text: String = "dotenv:.env#A") async throws -> [SecretVersion] {
        try await source.read(reference(text))
    }

    @Test(
        "are two versions where both are set and differ",
        arguments: [
            ("A=1\nA_PREVIOUS=0\n", ["1", "0"], 0), ("A_PREVIOUS='0'\nA=1\n", ["1", "0"], 0), ("A=1\n", ["1"], 0),
            ("A=1\nA_PREVIOUS=1\n", ["1"], 0), ("A=1\nA_PREVIOUS=\n", ["1"], 1),
        ])
    func versions(text: String, expected: [String], warnings: Int) async throws {
        try directory.file(".env", text)
        let versions = try await read()
        #expect(values(versions) == expected)
        #expect(versions.map(\.label) == (expected.count == 2 ? ["current", "previous"] : [nil]))
        #expect(versions.flatMap(\.warnings).count == warnings)
    }

    @Test(
        "are written together, and no other byte changes",
        arguments: [
            (
                "# keep\nexport A='one' # mine\nB=2\n", "# keep\nexport A=new # mine\nA_PREVIOUS=one\nB=2\n"
            ),
            ("A=one", "A=new\nA_PREVIOUS=one\n"), ("B=2\r\nA=one\r\n\r\n", "B=2\r\nA=new\r\nA_PREVIOUS=one\r\n\r\n"),
            ("A_PREVIOUS=0 # p\nA=one\n", "A_PREVIOUS=one # p\nA=new\n"), ("B=2", "B=2\nA=new\n"), ("", "A=new\n"),
            ("A=\nB=2\n", "A=new\nB=2\n"), ("A=new\nA_PREVIOUS=0\n", "A=new\nA_PREVIOUS=0\n"),
            ("A='x\ny'\n# end", "A=new\nA_PREVIOUS=\"x\\ny\"\n# end"),
        ])
    func writing(before: String, after: String) async throws {
        try directory.file(".env", before, mode: 0o640)
        let version = try await source.write(Secret(utf8: "new"), to: reference("dotenv:.env#A"))
        #expect(version.secret.revealUTF8() == "new")
        #expect(Array((directory.read(".env") ?? "").utf8) == Array(after.utf8))
        #expect(directory.permissions(".env") == 0o640)
        #expect(directory.contents() == [".env"])
    }

    @Test("are made with the file where there is none, and read back whatever is in them")
    func readBack() async throws {
        for value in ["a b", "it's", "a\"b\\c$d`e", "x\ny\r\nz", "# no", "é😀"] {
            _ = try await source.write(Secret(utf8: value), to: reference("dotenv:.env#A"))
            #expect(try await read().first?.secret.revealUTF8() == value)
        }
        #expect(values(try await read()) == ["é😀", "# no"])
        #expect(directory.permissions(".env") == 0o600)
    }

    @Test("retire the previous value by its line, and no other byte changes")
    func retiring() async throws {
        try directory.file(".env", "# c\nA=one\nB=2\n")
        _ = try await source.write(Secret(utf8: "two"), to: reference("dotenv:.env#A"))
        let versions = try await read()
        await #expect(throws: SecretSourceError.self) {
            try await source.retire(versions[0], of: reference("dotenv:.env#A"))
        }
        try await source.retire(SecretVersion(secret: Secret(utf8: "2")), of: reference("dotenv:.env#A"))
        #expect(try await read().count == 2)
        try await source.retire(versions[1], of: reference("dotenv:.env#A"))
        #expect(directory.read(".env") == "# c\nA=two\nB=2\n")
    }

    @Test("are refused when not text, in a file that is a link, or one that breaks the grammar")
    func refusals() async throws {
        try directory.file("target", "A=one\n")
        directory.link(".env", to: "target")
        let source = self.source
        for bytes in [[0xFF], [0x41, 0]] as [[UInt8]] {
            await #expect(throws: SecretSourceError.self) {
                try await source.write(Secret(bytes), to: reference("dotenv:target#A"))
            }
        }
        let error = await #expect(throws: SecretSourceError.self) {
            try await source.write(Secret(utf8: "x"), to: reference("dotenv:.env#A"))
        }
        #expect(error?.description.contains("symbolic link") == true)
        await #expect(throws: SecretSourceError.empty) {
            try await source.write(Secret([]), to: reference("dotenv:target#A"))
        }
        #expect(directory.read("target") == "A=one\n")
        let broken = try directory.file("broken", "hunter2\n")
        await #expect(throws: SecretSourceError.dotenv(path: broken, .notAnAssignment(line: 1))) {
            try await source.write(Secret(utf8: "x"), to: reference("dotenv:broken#A"))
        }
        #expect(directory.read("broken") == "hunter2\n")
    }
}
