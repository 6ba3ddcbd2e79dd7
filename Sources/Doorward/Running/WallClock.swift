#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The time of day.
public enum WallClock {
    /// Unix seconds.
    public static func unixSeconds() -> Int64 { Int64(time(nil)) }
}

/// What a file looks like from outside: two looks that differ mean that it was changed or replaced.
struct FileStamp: Sendable, Equatable {
    private let device: UInt64
    private let inode: UInt64
    private let size: Int64
    private let seconds: Int64
    private let nanoseconds: Int64

    /// Whether both looks were at one file, however it has changed.
    func isSameFile(as other: FileStamp) -> Bool { device == other.device && inode == other.inode }

    /// Nil where there is no file. Symbolic links are followed: Kubernetes swaps those.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        #if canImport(Darwin)
            seconds = Int64(status.st_mtimespec.tv_sec)
            nanoseconds = Int64(status.st_mtimespec.tv_nsec)
        #else
            seconds = Int64(status.st_mtim.tv_sec)
            nanoseconds = Int64(status.st_mtim.tv_nsec)
        #endif
    }
}
