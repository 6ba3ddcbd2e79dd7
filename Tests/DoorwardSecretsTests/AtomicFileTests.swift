import DoorwardSecrets
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("Writing a file in one step")
struct AtomicFileTests {
    let directory = try! TemporaryDirectory()

    private func path(_ name: String) -> String { "\(directory.path)/\(name)" }

    @Test(
        "creates and replaces with the mode asked for, whatever the umask, and leaves nothing behind",
        arguments: [0o600, 0o644] as [UInt32])
    func replace(mode: UInt32) throws {
        try AtomicFile.write(Array("one".utf8), to: path("f"), mode: mode)
        #expect(directory.read("f") == "one")
        #expect(directory.permissions("f") == mode_t(mode))
        try AtomicFile.write(Array("two".utf8), to: path("f"), mode: mode)
        #expect(directory.read("f") == "two")
        #expect(directory.contents() == ["f"])
    }

    @Test("keeps the mode of the replaced file when none is asked for")
    func keepsMode() throws {
        try directory.file("f", "old", mode: 0o640)
        try AtomicFile.write([], to: path("f"), mode: nil)
        #expect(directory.permissions("f") == 0o640)
        #expect(directory.read("f") == "")
        try AtomicFile.write([], to: path("g"), mode: nil)
        #expect(directory.permissions("g") == 0o600)
    }

    @Test("keeps the owner of the replaced file, so that root's edit does not lock out the service")
    func keepsOwner() throws {
        guard geteuid() == 0 else {
            print("skipped: only root can give a file to another owner")
            return
        }
        try directory.file("f", "old")
        chown(path("f"), 12345, 12346)
        try AtomicFile.write(Array("new".utf8), to: path("f"))
        var status = stat()
        #expect(lstat(path("f"), &status) == 0)
        #expect(status.st_uid == 12345)
        #expect(status.st_gid == 12346)
        #expect(directory.read("f") == "new")
    }

    @Test("leaves the old content to who has it open")
    func oldContent() throws {
        try directory.file("f", "old")
        let reader = try #require(fopen(path("f"), "r"))
        defer { fclose(reader) }
        try AtomicFile.write(Array("new".utf8), to: path("f"))
        var bytes = [UInt8](repeating: 0, count: 8)
        #expect(fread(&bytes, 1, 8, reader) == 3)
        #expect(Array(bytes[..<3]) == Array("old".utf8))
    }

    @Test("refuses symbolic links, directories and missing directories, and touches nothing")
    func refusals() throws {
        try directory.file("target", "old")
        directory.link("link", to: "target")
        directory.link("dangling", to: "nowhere")
        for name in ["link", "dangling"] {
            #expect(throws: AtomicFileError.symbolicLink(path: path(name))) {
                try AtomicFile.write([1], to: path(name))
            }
            #expect(throws: AtomicFileError.exists(path: path(name))) { try AtomicFile.createNew([1], at: path(name)) }
        }
        #expect(throws: AtomicFileError.notAFile(path: directory.path)) {
            try AtomicFile.write([1], to: directory.path)
        }
        #expect(throws: AtomicFileError.self) { try AtomicFile.write([1], to: path("no/such")) }
        #expect(throws: AtomicFileError.self) { try AtomicFile.write([1], to: path("nul\u{0}x")) }
        #expect(directory.read("target") == "old")
        #expect(directory.contents() == ["dangling", "link", "target"])
    }

    @Test("creates a new file only where there is none")
    func createNew() throws {
        try AtomicFile.createNew(Array("one".utf8), at: path("f"))
        #expect(directory.permissions("f") == 0o600)
        #expect(throws: AtomicFileError.exists(path: path("f"))) { try AtomicFile.createNew([], at: path("f")) }
        #expect(directory.read("f") == "one")
    }
}
