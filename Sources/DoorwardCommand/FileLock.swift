#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Keeps two commands from changing the same files at once: what one has read, the other must not overwrite.
///
/// The lock is on the directory of the configuration, so that no lock file is left behind, and ends with the process.
struct FileLock {
    private let descriptor: Int32

    /// Waits for the lock, ten seconds at most.
    ///
    /// - Parameter directory: the directory to lock.
    init(directory: String) throws {
        descriptor = open(directory, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
        guard descriptor >= 0 else {
            throw CommandFailure("\(directory): \(String(cString: strerror(errno)))")
        }
        var patience = 1000
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            patience -= 1
            guard patience > 0 else {
                close(descriptor)
                throw CommandFailure("\(directory): another doorward command has been changing it for ten seconds")
            }
            usleep(10_000)
        }
    }

    /// Lets others in.
    func end() { close(descriptor) }
}
