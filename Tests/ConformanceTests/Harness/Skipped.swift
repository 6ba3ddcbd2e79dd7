import Glibc

/// What a test says when this machine lacks what it needs: it passes, and says so.
enum Skipped {
    /// Says why, and answers false where one of the programs is not in the path.
    static func unlessThere(_ programs: String...) -> Bool {
        for program in programs where path(of: program) == nil {
            say("\(program) is not installed")
            return false
        }
        return true
    }

    static func say(_ reason: String) { print("skipped: \(reason)") }

    /// Where a program is.
    static func path(of program: String) -> String? {
        let folders = (ChildProcess.inherited("PATH") ?? "/usr/bin:/bin").split(separator: ":")
        return folders.map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
    }
}
