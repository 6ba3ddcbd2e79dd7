import DoorwardSecrets
import DoorwardStore
import Foundation
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

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var unread: [UInt8] = []

    init(_ name: String, _ location: StoreLocation) throws {
        process.executableURL = try Self.program()
        var environment = ProcessInfo.processInfo.environment
        switch location {
        case .sqlite(let path): process.arguments = [name, path]
        case .postgres(let url, let password):
            process.arguments = [name, url]
            environment["STORE_RACER_PASSWORD"] = password?.revealUTF8()
        }
        process.environment = environment
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    deinit {
        if process.isRunning { process.terminate() }
    }

    private static func program() throws -> URL {
        if let path = ProcessInfo.processInfo.environment["STORE_RACER_BINARY"] { return URL(fileURLWithPath: path) }
        let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let program = folder.appendingPathComponent("StoreRacer")
        try #require(FileManager.default.isExecutableFile(atPath: program.path), "build StoreRacer first: swift build")
        return program
    }

    func start(_ round: Int, newestKey: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data("\(round) \(newestKey)\n".utf8))
    }

    /// The next line that it prints.
    func line() throws -> String {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                defer { unread.removeSubrange(...end) }
                return String(decoding: unread[..<end], as: UTF8.self)
            }
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw Ended() }
            unread += data
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
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
