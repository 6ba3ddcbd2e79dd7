import Glibc
import Testing

@Suite("Event loops", .ownThreads)
struct ThreadsTests {
    private func eventLoops(_ threads: String) async throws -> Int {
        var configuration = GateConfiguration()
        configuration["threads"] = threads
        var count = 0
        try await Gate.with(configuration) { gate in
            #expect(try gate.get("/hello", [gate.bearer]).status == 200)
            for thread in try names(in: "/proc/\(gate.process.pid)/task") {
                let name = TemporaryFolder.read("/proc/\(gate.process.pid)/task/\(thread)/comm")
                if name.hasPrefix("NIO-ELT-") { count += 1 }
            }
        }
        return count
    }

    private func names(in folder: String) throws -> [String] {
        let directory = try #require(opendir(folder))
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.first?.isNumber == true { names.append(name) }
        }
        return names
    }

    @Test("are as many as the configuration says")
    func count() async throws {
        let one = try await eventLoops("1")
        #expect(one >= 1)
        #expect(try await eventLoops("4") == one + 3)
    }
}
