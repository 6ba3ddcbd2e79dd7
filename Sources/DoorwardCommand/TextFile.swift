#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Reads the files that commands are given, and those that they change.
enum TextFile {
    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    /// The whole of a small text file.
    static func read(_ path: String) throws(Unreadable) -> String {
        guard let text = String(validating: try bytes(of: path, most: 4 << 20), as: UTF8.self) else {
            throw Unreadable(description: "\(path): not UTF-8")
        }
        return text
    }

    /// All bytes of a regular file.
    ///
    /// - Parameter most: larger files are refused.
    static func bytes(of path: String, most: Int) throws(Unreadable) -> [UInt8] {
        // Not blocking: a named pipe would hold the command for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0, let stream = fdopen(descriptor, "r") else {
            throw Unreadable(description: "\(path): \(String(cString: strerror(errno)))")
        }
        defer { fclose(stream) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            let isFolder = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
            throw Unreadable(
                description: "\(path): \(isFolder ? "a folder; name the files in it" : "not a regular file")")
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = fread(&buffer, 1, buffer.count, stream)
            if count == 0 { break }
            bytes += buffer[..<count]
            guard bytes.count <= most else {
                throw Unreadable(description: "\(path): larger than \(most >> 20) MiB")
            }
        }
        guard ferror(stream) == 0 else { throw Unreadable(description: "\(path): \(String(cString: strerror(errno)))") }
        return bytes
    }

    static func isWritableFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && access(path, W_OK) == 0
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Makes a directory and those above it.
    static func makeDirectory(_ path: String) throws(Unreadable) {
        var built = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            built += built.isEmpty || built.hasSuffix("/") ? String(part) : "/\(part)"
            if mkdir(built, 0o755) != 0, errno != EEXIST {
                throw Unreadable(description: "\(built): \(String(cString: strerror(errno)))")
            }
        }
    }
}
