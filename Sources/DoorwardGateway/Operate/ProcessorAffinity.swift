#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The cores that the system lets this process run on.
enum ProcessorAffinity {
    /// How many they are; nil where the system does not tell.
    ///
    /// A process that is bound to a core (`taskset`, a container's set of cores) gains nothing from an event loop for each core
    /// of the machine: they only take the one core from each other.
    static var count: Int? {
        // As text, for the call itself is an extension of the C library that Swift does not see.
        let file = open("/proc/self/status", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        let text = withUnsafeTemporaryAllocation(byteCount: 8192, alignment: 1) { memory -> String in
            let length = read(file, memory.baseAddress, memory.count)
            return String(decoding: memory.prefix(max(0, length)), as: UTF8.self)
        }
        return count(inStatus: text)
    }

    /// Counts the bits of the line `Cpus_allowed`: hexadecimal, in groups that commas separate.
    static func count(inStatus text: String) -> Int? {
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Cpus_allowed:") }) else { return nil }
        var number = 0
        for byte in line.utf8.dropFirst("Cpus_allowed:".utf8.count) {
            guard let digit = ByteClass.hexValue(byte) else { continue }
            number += digit.nonzeroBitCount
        }
        return number > 0 ? number : nil
    }
}
