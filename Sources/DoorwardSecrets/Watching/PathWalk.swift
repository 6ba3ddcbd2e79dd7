#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A path followed name by name, as the system does: the folders on the way, the links, and the file at the end.
///
/// Every folder is watched before a name is looked up in it, so that no change falls between.
struct PathWalk {
    /// What a walk came to; equal when nothing has changed.
    struct Result: Equatable, Sendable {
        /// Each link on the way and what it says.
        var links: [String] = []
        /// Nil when there is nothing at the end.
        var stamp: FileStamp?
    }

    /// Where a change of one name would change the path.
    struct Hop<Folder> {
        let folder: Folder
        let name: String
    }

    /// How to watch a folder.
    enum Extent {
        /// Names that come, go, or get other permissions.
        case names
        /// The content of its files besides.
        case contents
    }

    private(set) var result = Result()
    private(set) var hops: [Hop<Int32>] = []
    /// A folder on the way that cannot be watched, and the system's error.
    private(set) var blind: (folder: String, code: Int32)?
    /// The directory come to, without any link in it.
    private var folder = "/"
    /// The names still to be looked up, the next one last.
    private var rest: [String]
    private var linksLeft = 40

    private init(_ path: String) {
        // The system would take what stands before it for the whole.
        rest = path.utf8.contains(0) ? [] : Self.names(path)
    }

    /// Follows an absolute path.
    ///
    /// - Parameter watch: watches a folder, and returns what its events will be known by, or the system's error.
    static func along(
        _ path: String, watch: (_ folder: String, _ extent: Extent) -> Watched
    ) -> PathWalk {
        var walk = PathWalk(path)
        while let name = walk.rest.popLast() {
            guard walk.step(to: name, watch) else { break }
        }
        return walk
    }

    enum Watched {
        case by(Int32)
        case failed(Int32)
    }

    private static func names(_ path: String) -> [String] {
        path.split(separator: "/").reversed().map { String($0) }
    }

    /// - Returns: whether there is more to follow.
    private mutating func step(to name: String, _ watch: (String, Extent) -> Watched) -> Bool {
        if name == "." { return true }
        if name == ".." {
            // There is no link in `folder`, so going up is dropping its last name.
            let slash = folder.lastIndex(of: "/") ?? folder.startIndex
            folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
            return true
        }
        enter(name, watch(folder, .names))
        let entry = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
        var status = stat()
        guard lstat(entry, &status) == 0 else {
            if errno == EACCES, blind == nil { blind = (folder, EACCES) }
            return false
        }
        switch status.st_mode & S_IFMT {
        case S_IFLNK: return follow(entry)
        case S_IFDIR where !rest.isEmpty:
            // A folder that cannot be listed is passed through: the next one tells itself when it goes away.
            folder = entry
            return true
        default:
            guard rest.isEmpty else { return false }
            finish(entry, watch)
            return false
        }
    }

    private mutating func enter(_ name: String, _ watched: Watched) {
        switch watched {
        case .by(let descriptor):
            hops.append(Hop(folder: descriptor, name: name))
            if blind?.code == EACCES { blind = nil }
        case .failed(let code):
            // Gone since it was looked up: the folder above tells.
            guard code != ENOENT, code != ENOTDIR else { return }
            // Of several the last one: what is in it matters most.
            if blind == nil || blind?.code == EACCES { blind = (folder, code) }
        }
    }

    private mutating func follow(_ link: String) -> Bool {
        linksLeft -= 1
        guard linksLeft >= 0, let target = Self.target(of: link) else { return false }
        result.links.append("\(link)\u{0}\(target)")
        rest += Self.names(target)
        if target.hasPrefix("/") { folder = "/" }
        return true
    }

    private mutating func finish(_ file: String, _ watch: (String, Extent) -> Watched) {
        if case .failed(let code) = watch(folder, .contents), blind == nil, code != ENOENT, code != ENOTDIR {
            blind = (folder, code)
        }
        var status = stat()
        if lstat(file, &status) == 0 { result.stamp = FileStamp(status) }
    }

    private static func target(of link: String) -> String? {
        withUnsafeTemporaryAllocation(byteCount: Int(PATH_MAX), alignment: 1) { space in
            guard let base = space.baseAddress else { return nil }
            let length = readlink(link, base, space.count)
            guard length > 0, length < space.count else { return nil }
            return String(decoding: space[..<length], as: UTF8.self)
        }
    }
}
