#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The paths of a watcher, how each was found last, and which of them an event may concern.
struct WatchedPaths: Sendable {
    private struct Known: Sendable {
        var result: PathWalk.Result
        /// A change in the same tick of the file's clock would leave the result as it is.
        var isFresh: Bool
        var hops: [(folder: Int32, name: String)]
        var problem: String?
    }

    /// Nil where there is no inotify, or no more after the end.
    private(set) var watches: FolderWatches?
    private let lack: String?
    private var known: [String: Known] = [:]
    /// Watched folder → name in it → paths that lead through it.
    private var routes: [Int32: [String: Set<String>]] = [:]
    private var touched: Set<String> = []
    private var isAllTouched = false

    init() {
        var lack: String?
        watches = FolderWatches(problem: &lack)
        self.lack = lack
    }

    var paths: Set<String> { Set(known.keys) }

    /// Why some path, or any, is not watched.
    var problem: String? { lack ?? known.values.compactMap(\.problem).min() }

    /// How many folders are watched.
    var folders: Int { watches?.count ?? 0 }

    /// Replaces the paths. Those that were there keep what is known of them.
    ///
    /// - Returns: whether something is to be looked at soon.
    mutating func replace(with wanted: Set<String>) -> Bool {
        guard watches != nil else { return false }
        if wanted != paths {
            known = known.filter { wanted.contains($0.key) }
            touched.formIntersection(wanted)
            for path in wanted where known[path] == nil { known[path] = look(at: path) }
            index()
        }
        // What hinders may be gone: a limit was raised, a folder opened.
        let blind = known.filter { $0.value.problem != nil }.keys
        touched.formUnion(blind)
        return !blind.isEmpty
    }

    /// Reads the events.
    ///
    /// - Returns: whether one concerns a path.
    mutating func takeEvents() -> Bool {
        guard let watches else { return false }
        var isConcerned = false
        for event in watches.drain() {
            switch event {
            case .overflow:
                isAllTouched = true
                isConcerned = true
            case .folder(let folder):
                guard let names = routes[folder] else { continue }
                for paths in names.values { touched.formUnion(paths) }
                isConcerned = true
            case .name(let folder, let name):
                guard let paths = routes[folder]?[name] else { continue }
                touched.formUnion(paths)
                isConcerned = true
            }
        }
        return isConcerned
    }

    /// Looks again at what the events concern.
    ///
    /// - Returns: the paths that are not what they were.
    mutating func takeChanges() -> Set<String> {
        guard watches != nil else { return [] }
        var changed: Set<String> = isAllTouched ? paths : []
        for path in isAllTouched ? paths : touched {
            guard let before = known[path] else { continue }
            let after = look(at: path)
            if before.result != after.result || (before.isFresh && before.problem == nil) { changed.insert(path) }
            known[path] = after
        }
        touched = []
        isAllTouched = false
        index()
        return changed
    }

    mutating func end() {
        watches = nil
        known = [:]
        routes = [:]
        touched = []
    }

    private mutating func look(at path: String) -> Known {
        let walk = PathWalk.along(Self.absolute(path)) { folder, extent in
            watches?.watch(folder, extent) ?? .failed(ENOTSUP)
        }
        return Known(
            result: walk.result, isFresh: walk.result.stamp?.isFresh(at: FileStamp.now()) ?? false,
            hops: walk.hops.map { ($0.folder, $0.name) },
            problem: walk.blind.map { FolderWatches.reason($0.folder, $0.code) })
    }

    private mutating func index() {
        routes = [:]
        for (path, state) in known {
            for hop in state.hops { routes[hop.folder, default: [:]][hop.name, default: []].insert(path) }
        }
        watches?.keep(only: Set(routes.keys))
    }

    private static func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        guard let buffer = getcwd(nil, 0) else { return path }
        defer { free(buffer) }
        return String(cString: buffer) + "/" + path
    }
}
