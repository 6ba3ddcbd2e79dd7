import Glibc

/// Folders of inputs, as libFuzzer has them, and files of inputs, as the repository has them.
enum Corpus {
    /// Checks every input of a file and says which fail.
    static func check(_ target: FuzzTarget, _ path: String) {
        let inputs = inputs(path)
        let failed = inputs.compactMap { target.check($0) }
        for discrepancy in failed { print("DISCREPANCY \(discrepancy)") }
        print("\(target.rawValue): \(inputs.count) inputs, \(failed.count) failed")
        exit(failed.isEmpty ? 0 : 1)
    }

    /// Writes the files of a folder as lines to the standard output, shortest first.
    static func pack(_ folder: String) {
        var inputs = Set<[UInt8]>()
        guard let directory = opendir(folder) else { fail("cannot read \(folder)") }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { inputs.insert(read("\(folder)/\(name)")) }
        }
        closedir(directory)
        let sorted = inputs.sorted { ($0.count, InputText.write($0)) < ($1.count, InputText.write($1)) }
        for input in sorted { print(InputText.write(input)) }
    }

    /// Writes each input of a file into a file of its own.
    static func unpack(_ path: String, into folder: String) {
        mkdir(folder, 0o755)
        let name = path.split(separator: "/").suffix(2).joined(separator: "-")
        for (place, input) in inputs(path).enumerated() {
            guard let file = fopen("\(folder)/\(name)-\(place)", "w") else { fail("cannot write to \(folder)") }
            fwrite(input, 1, input.count, file)
            fclose(file)
        }
    }

    private static func inputs(_ path: String) -> [[UInt8]] {
        guard let inputs = InputText.readAll(read(path)) else {
            fail("\(path): a line that is not written as it should be")
        }
        return inputs
    }

    private static func read(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "r") else { fail("cannot read \(path)") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&piece, 1, piece.count, file), count > 0 { bytes += piece[..<count] }
        return bytes
    }

    private static func fail(_ why: String) -> Never {
        tell("doorfuzz: \(why)")
        exit(66)
    }

    /// Writes a line to the standard error.
    static func tell(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
