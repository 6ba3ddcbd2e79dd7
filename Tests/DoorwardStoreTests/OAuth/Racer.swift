import DoorwardSecrets
import DoorwardStore
import Foundation
import Glibc
import Testing

/// A process that races; the program is beside the test bundle.
final class Racer {
    /// What the callers of one process got in one contest.
    struct Result {
        var contest: String
        var wins: Int
        var seen: [String]
    }

    struct Ended: Error {}

    private let pid: pid_t
    /// Where it reads from; -1 once it is closed.
    private var input: Int32
    private let output: Int32
    private var unread: [UInt8] = []
    private var status: Int32?

    init(_ name: String, _ location: StoreLocation) throws {
        let program = try Self.program().path
        var arguments = [program, name]
        var environment = ProcessInfo.processInfo.environment
        switch location {
        case .sqlite(let path): arguments.append(path)
        case .postgres(let url, let password):
            arguments.append(url)
            environment["STORE_RACER_PASSWORD"] = password?.revealUTF8()
        }
        let (itsInput, ourOutput) = try Self.pipe()
        let (ourInput, itsOutput) = try Self.pipe()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, itsInput, 0)
        posix_spawn_file_actions_adddup2(&actions, itsOutput, 1)
        let argv = arguments.map { strdup($0) } + [nil]
        let envp = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var child = pid_t()
        let outcome = posix_spawn(&child, program, &actions, nil, argv, envp)
        close(itsInput)
        close(itsOutput)
        pid = child
        input = ourOutput
        output = ourInput
        try #require(outcome == 0, "\(program) cannot be started")
    }

    deinit {
        if status == nil { kill(pid, SIGKILL) }
        _ = end()
        close(output)
    }

    /// A pipe that no other program inherits.
    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        try #require(Glibc.pipe(&ends) == 0)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func program() throws -> URL {
        if let path = ProcessInfo.processInfo.environment["STORE_RACER_BINARY"] { return URL(fileURLWithPath: path) }
        let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let program = folder.appendingPathComponent("StoreRacer")
        try #require(FileManager.default.isExecutableFile(atPath: program.path), "build StoreRacer first: swift build")
        return program
    }

    func start(_ round: Int, newestKey: String) throws {
        let line = Array("\(round) \(newestKey)\n".utf8)
        try #require(write(input, line, line.count) == line.count)
    }

    /// The next line that it prints.
    func line() throws -> String {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                defer { unread.removeSubrange(...end) }
                return String(decoding: unread[..<end], as: UTF8.self)
            }
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = read(output, &bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Ended() }
            unread += bytes[..<count]
        }
    }

    /// What it prints for a round.
    func results() throws -> [Result] {
        var results: [Result] = []
        while true {
            let words = try line().split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(
                String.init)
            if words == ["end"] { return results }
            try #require(words.count == 3)
            let wins = try #require(Int(words[1]))
            results.append(Result(contest: words[0], wins: wins, seen: words[2].split(separator: ",").map(String.init)))
        }
    }

    /// Ends it and returns its status.
    func end() -> Int32 {
        if let status { return status }
        close(input)
        input = -1
        var word: Int32 = 0
        while waitpid(pid, &word, 0) < 0, errno == EINTR {}
        let ended = word & 0x7F == 0 ? word >> 8 & 0xFF : 128 + (word & 0x7F)
        status = ended
        return ended
    }
}
