#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension ChildProcess {
    /// Why a program did not start, in the system's words.
    struct StartFailure: Error {
        let cause: String

        init(_ code: Int32) { cause = String(cString: strerror(code)) }
    }

    /// Starts a program without a shell: standard input and error are `/dev/null`, standard output a pipe, every other
    /// descriptor is closed, every signal is as by default.
    static func start(
        _ path: String, arguments: [String], environment: [String: String]
    ) -> Result<ChildProcess, StartFailure> {
        var ends: [Int32] = [-1, -1]
        guard openPipe(&ends) else { return .failure(StartFailure(errno)) }
        let (output, input) = (ends[0], ends[1])
        var id: pid_t = 0
        var code: Int32 = 0
        // A program that is being replaced, or was written this moment while somebody else started a process, is busy for
        // some milliseconds.
        for attempt in 0..<10 {
            if attempt > 0 { usleep(20_000) }
            code = withSettings(output: input) { actions, attributes in
                withTexts(arguments) { arguments in
                    withTexts(variables(environment)) { variables in
                        posix_spawn(&id, path, actions, attributes, arguments, variables)
                    }
                }
            }
            if code != ETXTBSY { break }
        }
        close(input)
        guard code == 0 else {
            close(output)
            return .failure(StartFailure(code))
        }
        return .success(ChildProcess(id: id, output: output))
    }

    /// A pipe that programs do not inherit; reading from it does not block.
    private static func openPipe(_ ends: inout [Int32]) -> Bool {
        guard pipe(&ends) == 0 else { return false }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        return true
    }

    private static func variables(_ environment: [String: String]) -> [String] {
        environment.filter { !$0.key.isEmpty && !$0.key.utf8.contains(UInt8(ascii: "=")) }
            .map { "\($0.key)=\($0.value)" }.filter { !$0.utf8.contains(0) }.sorted()
    }

    private static func withTexts<R>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
    ) -> R {
        var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        pointers.append(nil)
        return body(pointers)
    }

    #if canImport(Darwin)
        private typealias Actions = posix_spawn_file_actions_t?
        private typealias Attributes = posix_spawnattr_t?
    #else
        private typealias Actions = posix_spawn_file_actions_t
        private typealias Attributes = posix_spawnattr_t
    #endif

    private static func withSettings(
        output: Int32, _ body: (UnsafePointer<Actions>, UnsafePointer<Attributes>) -> Int32
    ) -> Int32 {
        #if canImport(Darwin)
            var actions: Actions = nil
            var attributes: Attributes = nil
        #else
            var actions = Actions()
            var attributes = Attributes()
        #endif
        var code = posix_spawn_file_actions_init(&actions)
        guard code == 0 else { return code }
        defer { posix_spawn_file_actions_destroy(&actions) }
        code = posix_spawnattr_init(&attributes)
        guard code == 0 else { return code }
        defer { posix_spawnattr_destroy(&attributes) }
        // The output first: its descriptor may be one of those that the next steps replace.
        for step in [
            posix_spawn_file_actions_adddup2(&actions, output, 1),
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0),
            posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0),
            closeOthers(&actions), setGroupAndSignals(&attributes),
        ] where step != 0 { return step }
        return body(&actions, &attributes)
    }

    /// Closes all but the standard descriptors; on Darwin a flag of the attributes does it.
    private static func closeOthers(_ actions: inout Actions) -> Int32 {
        #if !canImport(Darwin)
            // Glibc has a call for it since 2.34, which its headers show to C alone.
            typealias CloseFrom = @convention(c) (UnsafeMutablePointer<Actions>, Int32) -> Int32
            if let library = dlopen(nil, RTLD_NOW) {
                defer { dlclose(library) }
                if let symbol = dlsym(library, "posix_spawn_file_actions_addclosefrom_np") {
                    return unsafeBitCast(symbol, to: CloseFrom.self)(&actions, 3)
                }
            }
            // Elsewhere all that are open now are named.
            for descriptor in 3..<Int32(clamping: min(sysconf(Int32(_SC_OPEN_MAX)), 65536))
            where fcntl(descriptor, F_GETFD) >= 0 {
                let code = posix_spawn_file_actions_addclose(&actions, descriptor)
                guard code == 0 else { return code }
            }
        #endif
        return 0
    }

    private static func setGroupAndSignals(_ attributes: inout Attributes) -> Int32 {
        var all = sigset_t()
        var none = sigset_t()
        sigfillset(&all)
        sigemptyset(&none)
        var flags = Int32(POSIX_SPAWN_SETPGROUP) | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
        #if canImport(Darwin)
            flags |= Int32(POSIX_SPAWN_CLOEXEC_DEFAULT)
            // What Darwin does not allow to be set back is left out.
            sigdelset(&all, SIGKILL)
            sigdelset(&all, SIGSTOP)
        #endif
        for step in [
            posix_spawnattr_setpgroup(&attributes, 0), posix_spawnattr_setsigdefault(&attributes, &all),
            posix_spawnattr_setsigmask(&attributes, &none), posix_spawnattr_setflags(&attributes, Int16(flags)),
        ] where step != 0 { return step }
        return 0
    }
}
