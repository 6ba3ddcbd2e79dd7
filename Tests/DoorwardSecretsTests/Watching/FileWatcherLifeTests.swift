#if os(Linux)
    import Testing

    @testable import DoorwardSecrets

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #endif

    @Suite("A file watcher", .timeLimit(.minutes(1)))
    struct FileWatcherLifeTests {
        private let folder = WatchedFolder()

        @Test("watches the paths it was given last, and keeps what it knew of those that stay")
        func replacing() async {
            for name in ["a", "b", "c"] { folder.write(name, "0") }
            try? await Task.sleep(for: .milliseconds(30))
            let reports = Reports([folder["a"], folder["b"]])
            // A change that no report was made of yet is not lost when the set is replaced.
            folder.write("b", "1")
            try? await Task.sleep(for: .milliseconds(40))
            reports.watcher.watch([folder["b"], folder["c"]])
            #expect(await reports.next() == [folder["b"]])
            folder.write("a", "1")
            #expect(await reports.all(after: .milliseconds(200)) == [])
            folder.write("c", "1")
            #expect(await reports.next() == [folder["c"]])
            reports.watcher.watch([])
            #expect(reports.watcher.folders == 0)
            folder.write("c", "2")
            #expect(await reports.all(after: .milliseconds(200)) == [])
        }

        @Test("puts together what nobody has taken yet")
        func slowReader() async {
            let watcher = FileWatcher()
            watcher.watch([folder["a"], folder["b"], folder["c"]])
            for name in ["a", "b", "c"] {
                folder.write(name, "1")
                try? await Task.sleep(for: .milliseconds(250))
            }
            var reader = watcher.changes.makeAsyncIterator()
            #expect(await reader.next() == [folder["a"], folder["b"], folder["c"]])
            watcher.stop()
            #expect(await reader.next() == nil)
        }

        @Test("ends when it is stopped, and takes no more paths")
        func stopping() async {
            let watcher = FileWatcher()
            watcher.watch([folder["a"]])
            watcher.stop()
            watcher.stop()
            watcher.watch([folder["b"]])
            #expect(watcher.folders == 0)
            for await _ in watcher.changes { Issue.record("a report after the end") }
        }

        @Test("gives back every descriptor, a thousand times over, stopped or forgotten")
        func leaks() async {
            // Other tests have some of their own at the same time.
            let most = Self.inotifyDescriptors() + 48
            for round in 0..<1000 {
                let watcher = FileWatcher()
                watcher.watch([folder["a"], folder["d/b"]])
                if round % 2 == 0 { watcher.stop() }
                // The system lends 128 of them at a time, to all of this user's processes.
                if round % 16 == 0 { await Self.settled { Self.inotifyDescriptors() <= most } }
            }
            await Self.settled { Self.inotifyDescriptors() <= most }
            #expect(Self.inotifyDescriptors() <= most)
        }

        @Test("says which folder it may not watch, and tries again")
        func unreadable() async {
            guard geteuid() == 0, let become = Self.setfsuid else {
                print("skipped: only root can be another user for a moment")
                return
            }
            chmod(folder.path, 0o711)
            folder.folder("open")
            chmod(folder["open"], 0o755)
            folder.folder("passage")
            chmod(folder["passage"], 0o711)
            folder.folder("shut")
            let watcher = FileWatcher()
            // As another user, which is a matter of this thread.
            _ = become(65534)
            watcher.watch([folder["open/s"]])
            let throughPassage = watcher.problem
            watcher.watch([folder["passage/s"]])
            let inPassage = watcher.problem
            watcher.watch([folder["shut/s"]])
            let inShut = watcher.problem
            _ = become(0)
            #expect(throughPassage == nil)
            #expect(inPassage?.contains(folder["passage"]) == true)
            #expect(inShut?.contains(folder["shut"]) == true)
            // The next attempt is made as root.
            await Self.settled { watcher.problem == nil }
            #expect(watcher.problem == nil)
            watcher.stop()
        }

        @Test("notices that a folder moves out of one that may not be watched")
        func passage() async {
            guard geteuid() == 0, let become = Self.setfsuid else {
                print("skipped: only root can be another user for a moment")
                return
            }
            chmod(folder.path, 0o711)
            folder.folder("open")
            chmod(folder["open"], 0o755)
            folder.write("open/s", "x")
            try? await Task.sleep(for: .milliseconds(30))
            _ = become(65534)
            let reports = Reports([folder["open/s"]])
            _ = become(0)
            #expect(reports.watcher.problem == nil)
            folder.move("open", to: "gone")
            #expect(await reports.next() == [folder["open/s"]])
        }

        @Test("takes a path below the current directory")
        func relative() async {
            let watcher = FileWatcher()
            watcher.watch(["no-such-folder/no-such-file"])
            #expect(watcher.problem == nil)
            #expect(watcher.folders > 0)
            watcher.stop()
        }

        private typealias SetUser = @convention(c) (UInt32) -> Int32

        private static var setfsuid: SetUser? {
            dlsym(dlopen(nil, RTLD_NOW), "setfsuid").map { unsafeBitCast($0, to: SetUser.self) }
        }

        private static func settled(_ condition: () -> Bool) async {
            for _ in 0..<400 where !condition() { try? await Task.sleep(for: .milliseconds(5)) }
        }

        private static func inotifyDescriptors() -> Int {
            var buffer = [UInt8](repeating: 0, count: 64)
            return WatchedFolder.names("/proc/self/fd").count { name in
                let length = buffer.withUnsafeMutableBytes { space in
                    readlink("/proc/self/fd/\(name)", space.assumingMemoryBound(to: CChar.self).baseAddress!, 64)
                }
                return length > 0 && String(decoding: buffer[..<length], as: UTF8.self).contains("inotify")
            }
        }
    }

    @Suite("A path followed")
    struct PathWalkTests {
        private let folder = WatchedFolder()

        @Test("ends at a circle of links, at a file taken for a folder, and at the root")
        func ends() {
            folder.link("a", to: "b")
            folder.link("b", to: "a")
            folder.write("f", "x")
            for path in [folder["a"], folder["f/x"], "/", "", "/../..", folder["\u{0}"]] {
                var asked = 0
                let walk = PathWalk.along(path) { _, _ in
                    asked += 1
                    return .by(1)
                }
                #expect(walk.result.stamp == nil)
                #expect(walk.blind == nil)
                #expect(asked < 50)
            }
        }

        @Test("passes through links by name, up and from the root")
        func links() {
            folder.folder("d")
            folder.folder("e")
            folder.write("e/f", "x")
            folder.link("d/up", to: ".././e//")
            folder.link("start", to: folder["d/up/f"])
            var asked: [String] = []
            let walk = PathWalk.along(folder["start"]) { folder, _ in
                asked.append(folder)
                return .by(1)
            }
            #expect(walk.result.stamp?.size == 1)
            #expect(walk.result.links.count == 2)
            let once = ["/", "/tmp", folder.path]
            #expect(asked == once + once + [folder["d"], folder.path, folder["e"], folder["e"]])
        }
    }

    @Suite("A file's stamp")
    struct FileStampTests {
        @Test("may stand for two states within one tick of the clock")
        func fresh() {
            var status = stat()
            status.st_ctim = timespec(tv_sec: 10, tv_nsec: 0)
            let stamp = FileStamp(status)
            #expect(stamp.isFresh(at: 10_015_000_000))
            #expect(stamp.isFresh(at: 9_000_000_000))
            #expect(!stamp.isFresh(at: 10_025_000_000))
        }
    }

    @Suite("A row of events")
    struct QuietTimeTests {
        private let ms: UInt64 = 1_000_000

        @Test("is over 100 ms after its last event")
        func quiet() {
            var time = QuietTime()
            #expect(time.note(at: 1000 * ms) == 100 * ms)
            #expect(time.note(at: 1060 * ms) == nil)
            #expect(time.ask(at: 1100 * ms) == 60 * ms)
            #expect(time.ask(at: 1160 * ms) == nil)
            #expect(time.note(at: 1200 * ms) == 100 * ms)
        }

        @Test("is over 1 s after its first event at the latest")
        func longest() {
            var time = QuietTime()
            _ = time.note(at: 0)
            for at in stride(from: 50 * ms, to: 1000 * ms, by: Int(50 * ms)) {
                #expect(time.note(at: at) == nil)
                #expect(time.ask(at: at) == min(100 * ms, 1000 * ms - at))
            }
            #expect(time.ask(at: 1000 * ms) == nil)
        }
    }
#endif
