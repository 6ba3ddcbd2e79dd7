import Glibc

extension CommandLineTool {
    /// Runs `doorward` in `folder` with `input` on its standard input.
    static func doorward(
        _ arguments: [String], input: String, in folder: TemporaryFolder, limit: Duration = .seconds(20)
    ) throws -> CommandLineTool {
        let scratch = try TemporaryFolder()
        defer { scratch.remove() }
        try scratch.write("in", input)
        let descriptor = open("\(scratch.path)/in", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure.system("open") }
        defer { close(descriptor) }
        let process = try ChildProcess(
            try Products.doorward(), arguments, folder: folder.path, output: "\(scratch.path)/out",
            errors: "\(scratch.path)/err", input: descriptor)
        let status = process.wait(limit)
        if status == nil { process.end() }
        return CommandLineTool(status: status ?? 124, output: scratch.read("out"), errors: scratch.read("err"))
    }
}
