#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A program that runs, the leader of a process group of its own.
struct ChildProcess {
    /// Its id, and that of its group.
    let id: pid_t
    /// The end of the pipe that its standard output can be read from.
    let output: Int32

    /// How far it is.
    enum Status: Sendable {
        case running
        case exited(Int32)
        case killed(signal: Int32)
        /// Somebody else has waited for it.
        case unknown
    }

    /// How reading its output ended.
    enum Reading: Sendable {
        case complete, tooSlow, tooMuch, cancelled
    }

    /// Reads until the program has ended, or an end is made of it.
    ///
    /// What others that it has started write later is not waited for.
    func collect(
        into buffer: OutputBuffer, until deadline: ContinuousClock.Instant, isCancelled: () -> Bool
    ) -> Reading {
        var isOpen = true
        while true {
            // Looked at before the pipe is emptied: what an ended program wrote is there then.
            let hasEnded = hasEnded
            if isOpen { isOpen = drain(into: buffer) }
            if buffer.isTooLarge { return .tooMuch }
            if hasEnded { return .complete }
            if isCancelled() { return .cancelled }
            if ContinuousClock.now >= deadline { return .tooSlow }
            if isOpen {
                var entry = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
                poll(&entry, 1, 20)
            } else {
                poll(nil, 0, 1)
            }
        }
    }

    /// Kills what is left of the group, closes the pipe and waits for the program for a while.
    func end(within limit: Duration) -> Status {
        // The id is not another's: nobody has waited for the program yet.
        kill(-id, SIGKILL)
        close(output)
        let deadline = ContinuousClock.now + limit
        var status = Status.running
        while true {
            var code: Int32 = 0
            // The whole group: as the first process of a container, this one inherits what the program has left.
            let ended = waitpid(-id, &code, WNOHANG)
            if ended == id { status = Self.status(code) }
            if ended < 0, errno != EINTR {
                if case .running = status { return .unknown }
                return status
            }
            guard ended <= 0 else { continue }
            guard ContinuousClock.now < deadline else { return status }
            poll(nil, 0, 1)
        }
    }

    /// Waits without a limit.
    func wait() {
        var code: Int32 = 0
        while waitpid(id, &code, 0) < 0, errno == EINTR {}
    }

    /// Whether it has ended; it stays there to be waited for.
    private var hasEnded: Bool {
        var information = siginfo_t()
        guard waitid(P_PID, id_t(id), &information, WEXITED | WNOHANG | WNOWAIT) == 0 else { return errno != EINTR }
        return information.si_signo == SIGCHLD
    }

    /// Takes all that the pipe holds; `false` at its end.
    private func drain(into buffer: OutputBuffer) -> Bool {
        while !buffer.isTooLarge {
            let rest = buffer.rest
            let got = read(output, rest.baseAddress, rest.count)
            if got == 0 { return false }
            if got > 0 {
                buffer.grow(by: got)
            } else if errno != EINTR {
                return errno == EAGAIN
            }
        }
        return true
    }

    /// The parts of the number that `waitpid` gives, as its macros take them apart.
    private static func status(_ code: Int32) -> Status {
        code & 0x7F == 0 ? .exited((code >> 8) & 0xFF) : .killed(signal: code & 0x7F)
    }
}
