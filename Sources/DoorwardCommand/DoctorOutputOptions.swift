internal import ArgumentParser
internal import DoorwardDoctor

/// How `doorward doctor` tells what it saw.
struct DoctorOutputOptions: ParsableArguments {
    @Option(help: "How to print it: text, json or html.")
    var format = Format.text

    @Option(help: "Write it to a file instead of standard output.", completion: .file())
    var output: String?

    @Option(help: "Keep the traffic as a HAR file, secrets masked.", completion: .file(extensions: ["har"]))
    var save: String?

    @Flag(name: .shortAndLong, help: "Show fields and bodies of every exchange, not only of those that failed.")
    var verbose = false

    @Flag(help: "Warnings count as failures.")
    var strict = false

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, html
    }

    /// Finds out before the work is done whether its result can be kept.
    func check() throws {
        for (option, path) in [("--output", output), ("--save", save)] {
            guard let path else { continue }
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
            guard TextFile.isWritableFolder(folder) else {
                throw CommandFailure("\(option): \(folder): no such folder, or not one to write in")
            }
        }
    }

    func status(of reports: [ExaminationReport]) -> Int32 {
        let isBad = reports.contains { $0.count(.failed) > 0 || strict && $0.count(.warned) > 0 }
        return isBad ? 1 : 0
    }
}
