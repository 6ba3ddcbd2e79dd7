#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// What the commands print.
enum Terminal {
    /// Results go to standard output at once, also into a pipe: `doorward demo` is read by scripts.
    static func say(_ text: String = "") {
        print(text)
        fflush(nil)
    }

    /// Writes a text that has its line breaks; false when that fails, for a full disk must not look like an empty
    /// report.
    @discardableResult
    static func put(_ text: String) -> Bool {
        print(text, terminator: "")
        return fflush(nil) == 0
    }

    /// Whether results go to somebody who sees colours: a terminal, and `NO_COLOR` is not set (no-color.org).
    static var isColoured: Bool { isatty(STDOUT_FILENO) == 1 && allowsColour }

    /// Whether standard error is a terminal, on which a line may be written over.
    static var isWatched: Bool { isatty(STDERR_FILENO) == 1 && allowsColour }

    private static var allowsColour: Bool {
        let isRefused = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
        let isDumb = getenv("TERM").map { String(cString: $0) == "dumb" } ?? false
        return !isRefused && !isDumb
    }

    /// Complaints go to standard error, each on a line of its own.
    static func complain(_ problems: [String]) {
        for problem in problems {
            let line = Array("doorward: \(problem)\n".utf8)
            _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        }
    }

    /// Asks something, on standard error: standard output is for results.
    static func prompt(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// The name of whoever runs the command, for the audit trail.
    static var actor: String {
        guard let entry = getpwuid(geteuid()) else { return "uid \(geteuid())" }
        return String(cString: entry.pointee.pw_name)
    }
}
