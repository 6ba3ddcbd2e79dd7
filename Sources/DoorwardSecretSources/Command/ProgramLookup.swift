internal import DoorwardSecrets

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Finds the file of a program.
struct ProgramLookup {
    let environment: [String: String]

    /// The absolute path of a program that is named by its absolute path, or by a bare name that `PATH` has.
    ///
    /// Only absolute directories of `PATH` are searched: what is found must not depend on where the process was
    /// started.
    func path(of program: String) throws(SecretSourceError) -> String {
        if program.utf8.contains(UInt8(ascii: "/")) {
            guard program.hasPrefix("/") else {
                throw .badReference(
                    reason: "\(program) depends on the directory; write the absolute path or the bare name")
            }
            switch kind(of: program) {
            case .missing: throw .notFound(reason: "there is no program \(program); install it, or correct the path")
            case .other:
                throw .denied(reason: "\(program) is not a file that may be executed; check its kind and its mode")
            case .program: return program
            }
        }
        for directory in (environment["PATH"] ?? "").split(separator: ":") where directory.hasPrefix("/") {
            let path = "\(directory)/\(program)"
            if kind(of: path) == .program { return path }
        }
        throw .notFound(
            reason: "no directory of PATH has a program \(program); install it, or name it by its absolute path")
    }

    private enum Kind {
        case missing, other, program
    }

    private func kind(of path: String) -> Kind {
        var status = stat()
        guard stat(path, &status) == 0 else { return errno == EACCES ? .other : .missing }
        return status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0 ? .program : .other
    }
}
