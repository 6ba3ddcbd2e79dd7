import Glibc

/// Where the programs under test are.
enum Products {
    /// The real binary: the one `DOORWARD_BINARY` names, else the one beside the test bundle.
    static func doorward() throws -> String {
        try find("doorward", named: ChildProcess.inherited("DOORWARD_BINARY"))
    }

    static func upstream() throws -> String {
        try find("ConformanceUpstream", named: ChildProcess.inherited("CONFORMANCE_UPSTREAM_BINARY"))
    }

    private static func find(_ name: String, named override: String?) throws -> String {
        let path = try override ?? besideTests(name)
        guard access(path, X_OK) == 0 else { throw Failure("\(path) is not there; build it first: swift build") }
        return path
    }

    private static func besideTests(_ name: String) throws -> String {
        guard let own = realpath("/proc/self/exe", nil) else { throw Failure.system("/proc/self/exe") }
        defer { free(own) }
        let path = String(cString: own)
        return path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex) + "/" + name
    }

    /// The repository, found from this file (a standalone copy of the tests may reach it by a symbolic link).
    static let root: String = {
        let own = realpath(#filePath, nil)
        defer { free(own) }
        let path = own.map { String(cString: $0) } ?? #filePath
        return path.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
    }()
}
