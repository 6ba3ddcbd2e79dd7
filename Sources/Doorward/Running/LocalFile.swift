#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Reads the small files that a configuration names.
enum LocalFile {
    /// Largest OpenAPI document, picture or legal text.
    static let maximumSize = 32 << 20

    /// Reads a regular file whole.
    ///
    /// - Throws: ``StartFailure`` that names the key, the path and the cause.
    static func read(_ path: String, key: String) throws(StartFailure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure(key, path, String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw failure(key, path, "not a regular file")
        }
        guard status.st_size <= maximumSize else { throw failure(key, path, "larger than \(maximumSize >> 20) MiB") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size))
        while bytes.count <= maximumSize {
            let piece = [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, count in
                count = max(0, readSome(descriptor, UnsafeMutableRawBufferPointer(buffer)))
            }
            if piece.isEmpty { return bytes }
            bytes += piece
        }
        throw failure(key, path, "larger than \(maximumSize >> 20) MiB")
    }

    private static func readSome(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
            Musl.read(descriptor, buffer.baseAddress, buffer.count)
        #else
            Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }

    private static func failure(_ key: String, _ path: String, _ cause: String) -> StartFailure {
        StartFailure(.configuration, ["\(key): \(path): \(cause); name a file that can be read"])
    }
}
