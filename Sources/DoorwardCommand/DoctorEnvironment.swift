internal import DoorwardDoctor

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Clock, randomness, and the person's browser.
enum DoctorEnvironment {
    static let standard = ExaminationEnvironment(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        },
        random: { count in
            var generator = SystemRandomNumberGenerator()
            return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        },
        sleep: { try? await Task.sleep(for: $0) },
        openBrowser: { Self.open($0) },
        askForAddress: { question in
            guard isatty(STDIN_FILENO) == 1 else { return nil }
            return StandardInput.line(question)
        })

    /// Opens a link where there is somebody to see it.
    private static func open(_ link: String) -> Bool {
        guard link.hasPrefix("https://") || link.hasPrefix("http://"), isatty(STDOUT_FILENO) == 1 else { return false }
        #if os(Linux)
            guard getenv("DISPLAY") != nil || getenv("WAYLAND_DISPLAY") != nil else { return false }
            let program = "xdg-open"
        #else
            let program = "open"
        #endif
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(program), strdup(link), nil]
        defer { for argument in arguments { free(argument) } }
        var process = pid_t()
        return posix_spawnp(&process, program, nil, nil, &arguments, environ) == 0
    }
}
