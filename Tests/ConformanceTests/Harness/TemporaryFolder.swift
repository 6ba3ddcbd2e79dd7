import Glibc

/// A fresh folder that is removed with everything in it.
struct TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/doorward-conformance.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure.system("mkdtemp") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func remove() { Self.remove(path) }

    static func remove(_ path: String) {
        if unlink(path) == 0 { return }
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { remove("\(path)/\(name)") }
        }
        closedir(folder)
        rmdir(path)
    }

    /// Writes a file that only its owner may read, in one step (a reader never sees half of it).
    @discardableResult
    func write(_ name: String, _ content: String, mode: mode_t = 0o600) throws -> String {
        try write(name, Array(content.utf8), mode: mode)
    }

    @discardableResult
    func write(_ name: String, _ content: [UInt8], mode: mode_t = 0o600) throws -> String {
        let final = "\(path)/\(name)"
        let draft = final + ".draft"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw Failure.system("open \(draft)") }
        defer { close(descriptor) }
        var bytes = content[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Failure.system("write \(draft)") }
            bytes.removeFirst(count)
        }
        guard rename(draft, final) == 0 else { throw Failure.system("rename \(draft)") }
        return final
    }

    /// The content of a file, or nothing where there is none.
    func read(_ name: String) -> String { Self.read("\(path)/\(name)") }

    static func read(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &piece, piece.count)
            guard count > 0 else { return String(decoding: content, as: UTF8.self) }
            content.append(contentsOf: piece[..<count])
        }
    }
}
