#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that holds secrets and may be replaced; one that comes from elsewhere is refused with what to do instead.
struct ReplaceableFile {
    let path: String

    /// - Throws: ``SecretSourceError/denied(reason:)`` when it, or its folder, cannot be written.
    init(_ path: String) throws(SecretSourceError) {
        self.path = path
        var status = stat()
        if lstat(path, &status) == 0 {
            if status.st_mode & S_IFMT == S_IFLNK { throw .denied(reason: Self.isLink(path)) }
            guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        }
        let folder = AtomicFile.directory(of: path)
        guard access(folder, W_OK | X_OK) == 0 else {
            switch errno {
            case ENOENT, ENOTDIR: throw .noFile(path: path)
            case EROFS: throw .denied(reason: Self.isReadOnly(path))
            case EACCES, EPERM:
                throw .denied(reason: "this process may not write into \(folder); let its user do so")
            default: throw .unreadable(path: path, cause: SystemError.text())
            }
        }
    }

    /// Replaces the content, or makes the file.
    ///
    /// - Parameter model: the file whose permissions and owner it gets; without one it keeps its own.
    func write(_ bytes: [UInt8], like model: String? = nil) throws(SecretSourceError) {
        do throws(AtomicFileError) {
            try AtomicFile.write(bytes, to: path, mode: nil, like: model)
        } catch {
            throw refusal(error)
        }
    }

    /// Removes the file; it may be gone already.
    func remove() throws(SecretSourceError) {
        do throws(AtomicFileError) { try AtomicFile.remove(path) } catch { throw refusal(error) }
    }

    private func refusal(_ error: AtomicFileError) -> SecretSourceError {
        switch error {
        case .symbolicLink: .denied(reason: Self.isLink(path))
        case .notAFile: .notAFile(path: path)
        case .failed(_, SystemError.text(EBUSY)):
            .denied(reason: "\(path) is mounted there, as Docker does; change the secret where it comes from")
        case .failed(_, SystemError.text(EROFS)): .denied(reason: Self.isReadOnly(path))
        case .failed, .exists: .unavailable(reason: error.description)
        }
    }

    private static func isLink(_ path: String) -> String {
        "\(path) is a symbolic link, as Kubernetes and Docker make; change the secret where it comes from"
    }

    private static func isReadOnly(_ path: String) -> String {
        "\(path) is on a file system that can only be read; change the secret where it comes from"
    }
}
