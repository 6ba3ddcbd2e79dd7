internal import DoorwardSecrets

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A small file that credentials are kept in.
enum GoogleFile {
    /// No credential file and no token of a workload is larger, in bytes.
    static let largest = 64 * 1024

    /// The bytes of a regular file; `nil` when there is none.
    ///
    /// - Throws: ``SecretSourceError/denied(reason:)`` when it cannot be read, is no file or is too large.
    static func read(_ path: String) throws(SecretSourceError) -> [UInt8]? {
        guard !path.isEmpty, !path.utf8.contains(0) else { return nil }
        // Not blocking: opening a pipe that nobody writes to must not hang the start.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .denied(reason: "cannot read \(path): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .denied(reason: "\(path) is not a regular file; name the file that holds the credentials")
        }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while bytes.count <= largest {
            let space = piece.count
            let got = piece.withUnsafeMutableBytes { buffer in
                #if canImport(Glibc)
                    return Glibc.read(descriptor, buffer.baseAddress, space)
                #elseif canImport(Musl)
                    return Musl.read(descriptor, buffer.baseAddress, space)
                #else
                    return Darwin.read(descriptor, buffer.baseAddress, space)
                #endif
            }
            if got == 0 { return bytes }
            if got > 0 {
                bytes += piece[..<got]
            } else if errno != EINTR {
                throw .denied(reason: "cannot read \(path): \(String(cString: strerror(errno)))")
            }
        }
        throw .denied(reason: "\(path) is larger than \(largest / 1024) KiB; no credentials are that large")
    }
}
