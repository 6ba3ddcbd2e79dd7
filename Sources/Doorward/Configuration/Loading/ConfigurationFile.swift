#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The bytes of a configuration file, read with a cap.
struct ConfigurationFile {
    /// More than any configuration needs.
    static let maximumSize = 1_048_576

    /// Why a file could not be read.
    struct Failure: Error {
        let isMissing: Bool
        let message: String
        let hint: String
    }

    /// Reads a regular file of at most ``maximumSize`` bytes.
    ///
    /// - Parameter limit: the most bytes; larger files are refused.
    static func read(_ path: String, limit: Int = maximumSize) throws(Failure) -> [UInt8] {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw Failure(isMissing: false, message: "is not the name of a file", hint: "name one with --config")
        }
        // Not blocking: a named pipe would hold the start for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(isMissing: false, message: "is not a regular file", hint: "name a file with --config")
        }
        return try contents(descriptor, limit: limit)
    }

    private static func contents(_ descriptor: Int32, limit: Int) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = readSome(descriptor, &buffer)
            if count < 0 {
                if errno == EINTR { continue }
                throw failure(errno)
            }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= limit else {
                throw Failure(
                    isMissing: false, message: "is larger than \(limit >> 20) MiB", hint: "is it the right file?")
            }
        }
    }

    private static func failure(_ code: Int32) -> Failure {
        if code == ENOENT || code == ENOTDIR {
            return Failure(
                isMissing: true, message: "there is no such file",
                hint: "run 'doorward init' to write one, or name another with --config")
        }
        let reason = strerror(code).map { String(cString: $0) } ?? "error \(code)"
        return Failure(isMissing: false, message: "cannot be read: \(reason)", hint: "")
    }
}

/// The system's `read`, which a method of the same name would hide.
private func readSome(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int { read(descriptor, &buffer, buffer.count) }
