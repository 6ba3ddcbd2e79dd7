import Glibc

/// One run of the binary to its end.
struct CommandLineTool {
    let status: Int32
    let output: String
    let errors: String

    var everything: String { output + errors }

    /// Runs `doorward` in `folder`; 124 is the status of a run that had to be ended after `limit`.
    static func doorward(
        _ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:],
        limit: Duration = .seconds(20)
    ) throws -> CommandLineTool {
        try run(Products.doorward(), arguments, in: folder, environment: environment, limit: limit)
    }

    static func run(
        _ executable: String, _ arguments: [String], in folder: TemporaryFolder,
        environment: [String: String] = [:], limit: Duration = .seconds(20)
    ) throws -> CommandLineTool {
        let scratch = try TemporaryFolder()
        defer { scratch.remove() }
        let process = try ChildProcess(
            executable, arguments, environment: environment, folder: folder.path,
            output: "\(scratch.path)/out", errors: "\(scratch.path)/err")
        let status = process.wait(limit)
        if status == nil { process.end() }
        return CommandLineTool(status: status ?? 124, output: scratch.read("out"), errors: scratch.read("err"))
    }

    /// The SHA-256 digest of `bytes` by the system's own `sha256sum`.
    static func sha256(_ bytes: [UInt8]) throws -> String {
        let scratch = try TemporaryFolder()
        defer { scratch.remove() }
        try scratch.write("data", bytes)
        let run = try run("/usr/bin/sha256sum", ["data"], in: scratch)
        guard run.status == 0 else { throw Failure("sha256sum: \(run.everything)") }
        return String(run.output.prefix(64))
    }
}
