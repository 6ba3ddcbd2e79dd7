#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes whole files so that a reader, or a crash, finds the old one or the new one and never a part.
public enum AtomicFile {
    /// Replaces or creates a file: written beside it, synced, then renamed over it.
    ///
    /// - Parameters:
    ///   - bytes: the whole content.
    ///   - path: the file.
    ///   - mode: the permissions; `nil` keeps those of the file that is replaced (0600 when there is none). The owner of
    ///     a replaced file stays the owner.
    ///   - model: another file, whose owner, and permissions when `mode` is nil, it gets instead of keeping its own.
    /// - Throws: ``AtomicFileError``; a symbolic link at `path` is refused.
    public static func write(
        _ bytes: [UInt8], to path: String, mode: UInt32? = 0o600, like model: String? = nil
    ) throws(AtomicFileError) {
        var old = try existing(path)
        if let model, let other = try existing(model) { old = other }
        var random = SystemRandomNumberGenerator()
        let suffix = Hexadecimal.encode(SecretGenerator.randomBytes(8, using: &random))
        let temporary = "\(path).\(suffix).tmp"
        let mode = mode_t(mode ?? old.map { UInt32($0.st_mode) & 0o777 } ?? 0o600)
        let file = try create(temporary, mode: mode, for: path)
        do throws(AtomicFileError) {
            defer { close(file) }
            try fill(file, with: bytes, mode: mode, owner: old, path: path)
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else {
            let cause = SystemError.text()
            unlink(temporary)
            throw .failed(path: path, cause: cause)
        }
        syncDirectory(of: path)
    }

    /// Creates a file, and never touches one that is there, be it a symbolic link that leads nowhere.
    ///
    /// - Throws: ``AtomicFileError/exists(path:)`` when something is there.
    public static func createNew(_ bytes: [UInt8], at path: String, mode: UInt32 = 0o600) throws(AtomicFileError) {
        let file = try create(path, mode: mode_t(mode), for: path)
        do throws(AtomicFileError) {
            defer { close(file) }
            try fill(file, with: bytes, mode: mode_t(mode), owner: nil, path: path)
        } catch {
            unlink(path)
            throw error
        }
        syncDirectory(of: path)
    }

    /// Removes a file, be it a symbolic link; it may be gone already.
    public static func remove(_ path: String) throws(AtomicFileError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw failure(path) }
        syncDirectory(of: path)
    }

    private static func existing(_ path: String) throws(AtomicFileError) -> stat? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw .failed(path: path, cause: SystemError.text())
        }
        if status.st_mode & S_IFMT == S_IFLNK { throw .symbolicLink(path: path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        return status
    }

    private static func create(_ path: String, mode: mode_t, for target: String) throws(AtomicFileError) -> Int32 {
        guard !path.utf8.contains(0) else { throw .failed(path: target, cause: "the path holds a NUL") }
        // Nobody else may read it while its final permissions are not set.
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode & 0o600)
        guard file < 0 else { return file }
        if errno == EEXIST { throw .exists(path: path) }
        throw .failed(path: target, cause: SystemError.text())
    }

    private static func fill(
        _ file: Int32, with bytes: [UInt8], mode: mode_t, owner: stat?, path: String
    ) throws(AtomicFileError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                let rest = UnsafeRawBufferPointer(rebasing: all[written...])
                #if canImport(Glibc)
                    return Glibc.write(file, rest.baseAddress, rest.count)
                #elseif canImport(Musl)
                    return Musl.write(file, rest.baseAddress, rest.count)
                #else
                    return Darwin.write(file, rest.baseAddress, rest.count)
                #endif
            }
            if count >= 0 { written += count } else if errno != EINTR { throw failure(path) }
        }
        // An administrator who edits the file must not lock out the service that owns it.
        if let owner, owner.st_uid != geteuid() || owner.st_gid != getegid() {
            guard fchown(file, owner.st_uid, owner.st_gid) == 0 else { throw failure(path) }
        }
        guard fchmod(file, mode) == 0, fsync(file) == 0 else { throw failure(path) }
    }

    private static func failure(_ path: String) -> AtomicFileError {
        .failed(path: path, cause: SystemError.text())
    }

    static func directory(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    /// Makes the new name itself survive a power failure; not every file system can, so a failure is not an error.
    private static func syncDirectory(of path: String) {
        let descriptor = open(directory(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
