internal import DoorwardSecrets

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// What is typed or piped into a command.
enum StandardInput {
    /// One line without its end. On a terminal it is asked for, and not shown while it is typed.
    ///
    /// - Parameter most: the most bytes.
    static func secretLine(_ question: String, most: Int = 4096) throws -> Secret {
        let isTerminal = isatty(STDIN_FILENO) == 1
        if isTerminal { Terminal.prompt(question) }
        return try withoutEcho(isTerminal) {
            var bytes: [UInt8] = []
            var byte: UInt8 = 0
            // Byte by byte: what comes behind the line is not ours.
            while read(STDIN_FILENO, &byte, 1) == 1, byte != 0x0A {
                bytes.append(byte)
                guard bytes.count <= most else { throw CommandFailure("the line is longer than \(most) bytes") }
            }
            if bytes.last == 0x0D { bytes.removeLast() }
            if isTerminal { Terminal.prompt("\n") }
            guard !bytes.isEmpty else { throw CommandFailure("nothing came on standard input; pipe one line into it") }
            return Secret(bytes)
        }
    }

    /// All that comes through a path such as `/dev/fd/63`; nil when it cannot be opened, or is too much.
    static func everything(at path: String, most: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return everything(from: descriptor, most: most)
    }

    /// All that comes; nil when it is more than so many bytes.
    static func everything(from descriptor: Int32 = STDIN_FILENO, most: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
            if bytes.count > most { return nil }
        }
    }

    /// One line, asked for on a terminal; nil at the end of the input.
    static func line(_ question: String) -> String? {
        Terminal.prompt(question)
        return readLine(strippingNewline: true)
    }

    private static func withoutEcho<T>(_ isTerminal: Bool, _ body: () throws -> T) throws -> T {
        guard isTerminal else { return try body() }
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return try body() }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSANOW, &silent)
        defer { tcsetattr(STDIN_FILENO, TCSANOW, &before) }
        return try body()
    }
}
