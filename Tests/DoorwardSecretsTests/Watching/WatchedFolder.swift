import DoorwardSecrets
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder of a test's own with folders in it, changed by plain system calls; it goes away with its content.
final class WatchedFolder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/doorward-watch-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? "/nowhere"
    }

    deinit { Self.remove(path) }

    subscript(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes in place: the file stays the same one.
    func write(_ name: String, _ text: String, mode: String = "w") {
        guard let stream = fopen(self[name], mode) else {
            Issue.record("\(name) cannot be written")
            return
        }
        fputs(text, stream)
        fclose(stream)
    }

    func folder(_ name: String) { #expect(mkdir(self[name], 0o700) == 0) }

    func link(_ name: String, to target: String) { #expect(symlink(target, self[name]) == 0) }

    /// Turns a link as Kubernetes does: a new one is renamed over the old one.
    func turn(_ name: String, to target: String) {
        link("\(name)_tmp", to: target)
        move("\(name)_tmp", to: name)
    }

    func move(_ name: String, to other: String) { #expect(rename(self[name], self[other]) == 0) }

    func remove(_ name: String) { Self.remove(self[name]) }

    private static func remove(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            unlink(path)
            return
        }
        chmod(path, 0o700)
        for name in names(path) { remove("\(path)/\(name)") }
        rmdir(path)
    }

    static func names(_ path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names.filter { $0 != "." && $0 != ".." }
    }
}

/// What a watcher reports, for tests that wait for some of it with a time limit.
final class Reports: Sendable {
    private let seen = Mutex<[Set<String>]>([])
    private let task: Mutex<Task<Void, Never>?> = Mutex(nil)
    let watcher: FileWatcher

    init(_ paths: Set<String>) {
        watcher = FileWatcher()
        watcher.watch(paths)
        let changes = watcher.changes
        task.withLock { task in
            task = Task { [weak self] in
                for await change in changes { self?.seen.withLock { $0.append(change) } }
            }
        }
    }

    deinit {
        watcher.stop()
        task.withLock { $0?.cancel() }
    }

    /// The reports since the last call, as soon as there is one (after 100 ms on an idle machine), or none after the
    /// limit.
    func next(within limit: Duration = .seconds(10)) async -> Set<String> {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            let all = take()
            if !all.isEmpty { return all.reduce([]) { $0.union($1) } }
            try? await Task.sleep(for: .milliseconds(5))
        }
        return []
    }

    /// The reports since the last call after some time.
    func all(after time: Duration) async -> [Set<String>] {
        try? await Task.sleep(for: time)
        return take()
    }

    private func take() -> [Set<String>] {
        seen.withLock { seen in
            defer { seen = [] }
            return seen
        }
    }
}
