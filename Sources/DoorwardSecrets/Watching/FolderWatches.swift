#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Something happened in a watched folder.
enum FolderEvent: Sendable, Equatable {
    /// To one name in it.
    case name(Int32, String)
    /// To the folder itself: moved, removed, unmounted.
    case folder(Int32)
    /// More than could be told.
    case overflow
}

#if os(Linux)
    /// The folders that inotify(7) watches for us.
    struct FolderWatches: Sendable {
        /// To be closed by the owner.
        let descriptor: Int32
        private var known: Set<Int32> = []
        var count: Int { known.count }

        private static let names = UInt32(
            IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF)
        private static let contents = UInt32(IN_MODIFY | IN_CLOSE_WRITE)
        private static let options = UInt32(bitPattern: Int32(IN_ONLYDIR | IN_DONT_FOLLOW | IN_MASK_ADD))

        /// - Parameter problem: why there is none.
        init?(problem: inout String?) {
            descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
            if descriptor >= 0 { return }
            problem =
                errno == EMFILE
                ? "no more inotify instances or open files; raise fs.inotify.max_user_instances or the limit of open files"
                : "inotify cannot be had: \(SystemError.text())"
            return nil
        }

        mutating func watch(_ folder: String, _ extent: PathWalk.Extent) -> PathWalk.Watched {
            let mask = Self.names | Self.options | (extent == .contents ? Self.contents : 0)
            let watch = inotify_add_watch(descriptor, folder, mask)
            guard watch >= 0 else { return .failed(errno) }
            known.insert(watch)
            return .by(watch)
        }

        /// Gives up all other folders.
        mutating func keep(only wanted: Set<Int32>) {
            for watch in known.subtracting(wanted) { inotify_rm_watch(descriptor, watch) }
            known.formIntersection(wanted)
        }

        /// Everything that has happened since the last call.
        func drain() -> [FolderEvent] {
            var events: [FolderEvent] = []
            withUnsafeTemporaryAllocation(byteCount: 65536, alignment: 8) { space in
                while true {
                    let count = read(descriptor, space.baseAddress, space.count)
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { return }
                    Self.parse(UnsafeRawBufferPointer(rebasing: space[..<count]), into: &events)
                }
            }
            return events
        }

        private static func parse(_ bytes: UnsafeRawBufferPointer, into events: inout [FolderEvent]) {
            let head = MemoryLayout<inotify_event>.size
            var bytes = bytes[...]
            while bytes.count >= head {
                let event = UnsafeRawBufferPointer(rebasing: bytes).loadUnaligned(as: inotify_event.self)
                let name = bytes.dropFirst(head).prefix(Int(event.len))
                bytes = bytes.dropFirst(head + Int(event.len))
                if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
                    events.append(.overflow)
                } else if event.len == 0 {
                    events.append(.folder(event.wd))
                } else {
                    events.append(.name(event.wd, String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)))
                }
            }
        }

        /// What to say when a folder cannot be watched.
        static func reason(_ folder: String, _ code: Int32) -> String {
            switch code {
            case ENOSPC: "no more folders can be watched (\(folder)); raise fs.inotify.max_user_watches"
            case EACCES: "\(folder) cannot be watched: let this process read that folder"
            default: "\(folder) cannot be watched: \(SystemError.text(code))"
            }
        }
    }
#else
    /// There is no inotify on this system, so nothing is watched.
    struct FolderWatches: Sendable {
        let descriptor: Int32
        var count: Int { 0 }

        init?(problem: inout String?) {
            problem = "this system has no inotify"
            return nil
        }

        mutating func watch(_ folder: String, _ extent: PathWalk.Extent) -> PathWalk.Watched { .failed(ENOTSUP) }

        mutating func keep(only wanted: Set<Int32>) {}

        func drain() -> [FolderEvent] { [] }

        static func reason(_ folder: String, _ code: Int32) -> String { SystemError.text(code) }
    }
#endif
