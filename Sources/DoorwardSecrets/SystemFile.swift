#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A small file read in one piece by system calls.
package struct SystemFile {
    package var bytes: [UInt8]
    /// Unix seconds.
    let modified: Int64
    let permissions: UInt32

    /// A path as it is when absolute, else below the directory.
    package static func path(_ path: String, in directory: String) -> String {
        if path.hasPrefix("/") || directory.isEmpty { return path }
        return directory.hasSuffix("/") ? directory + path : directory + "/" + path
    }

    /// Reads a regular file of at most `limit` bytes, following symbolic links.
    package static func read(_ path: String, limit: Int) throws(SecretSourceError) -> SystemFile {
        guard !path.utf8.contains(0) else { throw .noFile(path: path) }
        // Not blocking: opening a pipe that nobody writes to must not hang the start.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw openError(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(path: path, cause: SystemError.text()) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        guard status.st_size <= limit else { throw .tooLarge(path: path, limit: limit) }
        #if canImport(Darwin)
            let modified = Int64(status.st_mtimespec.tv_sec)
        #else
            let modified = Int64(status.st_mtim.tv_sec)
        #endif
        let bytes = try contents(of: descriptor, path: path, limit: limit)
        return SystemFile(bytes: bytes, modified: modified, permissions: UInt32(status.st_mode) & 0o7777)
    }

    /// What to say when group or others can read the file, else `nil`.
    func readersWarning(path: String) -> String? {
        guard permissions & 0o044 != 0 else { return nil }
        let who = permissions & 0o004 != 0 ? "every user of this machine" : "its group"
        let mode = String(permissions & 0o777, radix: 8)
        return "\(path) can be read by \(who) (mode 0\(mode)); make it yours alone with chmod 600"
    }

    private static func openError(_ path: String) -> SecretSourceError {
        switch errno {
        case ENOENT, ENOTDIR: .noFile(path: path)
        case ENXIO: .notAFile(path: path)
        default: .unreadable(path: path, cause: SystemError.text())
        }
    }

    private static func contents(
        of descriptor: Int32, path: String, limit: Int
    ) throws(SecretSourceError) -> [UInt8] {
        // One byte more than allowed, to notice a file that grows while it is read.
        var buffer = [UInt8](repeating: 0, count: limit + 1)
        defer { SystemMemory.wipe(&buffer) }
        var filled = 0
        while filled < buffer.count {
            let got = buffer.withUnsafeMutableBytes { space in
                let rest = UnsafeMutableRawBufferPointer(rebasing: space[filled...])
                #if canImport(Glibc)
                    return Glibc.read(descriptor, rest.baseAddress, rest.count)
                #elseif canImport(Musl)
                    return Musl.read(descriptor, rest.baseAddress, rest.count)
                #else
                    return Darwin.read(descriptor, rest.baseAddress, rest.count)
                #endif
            }
            if got == 0 { break }
            if got > 0 {
                filled += got
            } else if errno != EINTR {
                throw .unreadable(path: path, cause: SystemError.text())
            }
        }
        guard filled <= limit else { throw .tooLarge(path: path, limit: limit) }
        return Array(buffer[..<filled])
    }
}

/// The system's words for the last error of this thread.
enum SystemError {
    static func text(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }
}
