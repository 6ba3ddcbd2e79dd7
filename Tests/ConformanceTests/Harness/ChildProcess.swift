import Glibc

/// A process started by a test, with its output in files, ended by its id and never left behind.
final class ChildProcess: Sendable {
    let pid: pid_t
    let name: String

    /// Starts `executable` in `folder` with standard output and error in files, in a process group of its own.
    init(
        _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:], folder: String,
        output: String, errors: String, input: Int32? = nil
    ) throws {
        name = executable
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        if errors == output {
            posix_spawn_file_actions_adddup2(&actions, 1, 2)
        } else {
            posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Whatever the thread that spawns has blocked or ignored, the child starts with every signal as it should be.
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        posix_spawnattr_setpgroup(&attributes, 0)

        var variables = [
            "PATH": ChildProcess.inherited("PATH") ?? "/usr/bin:/bin", "HOME": folder, "LC_ALL": "C.UTF-8",
        ]
        variables.merge(environment) { $1 }
        // `env -C` changes the folder and then becomes the program: the process id stays.
        let argv = (["/usr/bin/env", "-C", folder, executable] + arguments).map { strdup($0) } + [nil]
        let envp = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var child = pid_t()
        let status = posix_spawn(&child, "/usr/bin/env", &actions, &attributes, argv, envp)
        guard status == 0 else { throw Failure("\(executable): \(String(cString: strerror(status)))") }
        pid = child
    }

    static func inherited(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    var isRunning: Bool { kill(pid, 0) == 0 && !hasExited }

    /// Whether it has ended; its status stays to be collected.
    private var hasExited: Bool {
        var info = siginfo_t()
        return waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo != 0
    }

    func signal(_ number: Int32) { _ = kill(pid, number) }

    /// The exit status, or 128 + the signal that ended it; `nil` when it is still running after `limit`.
    func wait(_ limit: Duration) -> Int32? {
        let deadline = ContinuousClock.now + limit
        while true {
            var status: Int32 = 0
            let found = waitpid(pid, &status, WNOHANG)
            if found == pid { return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f) }
            if found < 0 || ContinuousClock.now > deadline { return nil }
            usleep(3_000)
        }
    }

    /// Ends it and what it started, whatever it is doing.
    func end() {
        _ = kill(-pid, SIGKILL)
        _ = kill(pid, SIGKILL)
        _ = wait(.seconds(5))
    }
}
