import Glibc
import Testing

@Suite("doorward init with an address that cannot be", .ownThreads)
struct RefusedInitTests {
    @Test("writes nothing", arguments: ["http://x.example", "ftp://x.example", "x.example/a b"])
    func writesNothing(_ address: String) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let run = try CommandLineTool.doorward(["init", "--public-url", address], in: folder)
        #expect([64, 78].contains(run.status), "\(run.status) \(run.everything)")
        // Only an empty folder can be removed like this.
        #expect(rmdir(folder.path) == 0, "the folder is not empty")
    }
}
