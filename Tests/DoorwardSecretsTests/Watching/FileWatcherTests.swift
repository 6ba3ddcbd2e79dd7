#if os(Linux)
    import DoorwardSecrets
    import Testing

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #endif

    /// One way in which a file changes.
    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// The path that is watched, in the folder.
        var path = "s"
        let before: @Sendable (WatchedFolder) -> Void
        let change: @Sendable (WatchedFolder) -> Void

        static let all: [Change] = [
            Change("edited in place", { $0.write("s", "one") }, { $0.write("s", "two") }),
            Change("appended to", { $0.write("s", "one") }, { $0.write("s", "x", mode: "a") }),
            Change(
                "replaced by a rename", { $0.write("s", "one") },
                { folder in
                    #expect(throws: Never.self) { try AtomicFile.write(Array("two".utf8), to: folder["s"]) }
                }),
            Change("removed", { $0.write("s", "one") }, { $0.remove("s") }),
            Change("made", { _ in }, { $0.write("s", "one") }),
            Change("moved away", { $0.write("s", "one") }, { $0.move("s", to: "t") }),
            Change(
                "made readable",
                { folder in
                    folder.write("s", "one")
                    chmod(folder["s"], 0)
                }, { chmod($0["s"], 0o600) }),
            Change(
                "made a link of", { $0.write("s", "one") },
                { folder in
                    folder.write("other", "one")
                    folder.turn("s", to: "other")
                }),
            Change("in a folder that is moved away", at: "d/s", inFolder, { $0.move("d", to: "e") }),
            Change("in a folder that is removed", at: "d/s", inFolder, { $0.remove("d") }),
            Change("in a folder far above that is moved away", at: "a/b/c/s", deep, { $0.move("a", to: "e") }),
            Change(
                "in a folder that is exchanged", at: "d/s", inFolder,
                { folder in
                    folder.folder("new")
                    folder.write("new/s", "two")
                    folder.move("d", to: "old")
                    folder.move("new", to: "d")
                }),
            Change(
                "in a folder that comes to exist", at: "d/s", { _ in },
                { folder in
                    folder.folder("d")
                    folder.write("d/s", "one")
                }),
            Change(
                "behind a link that is turned",
                { folder in
                    folder.write("one", "1")
                    folder.write("two", "2")
                    folder.link("s", to: "one")
                }, { $0.turn("s", to: "two") }),
            Change(
                "behind a link, edited in another folder",
                { folder in
                    folder.folder("d")
                    folder.write("d/t", "1")
                    folder.link("s", to: "d/t")
                }, { $0.write("d/t", "2") }),
            Change(
                "behind a dangling link that comes to lead somewhere", { $0.link("s", to: "d/t") },
                { folder in
                    folder.folder("d")
                    folder.write("d/t", "1")
                }),
            Change(
                "swapped by Kubernetes", at: "v/token", kubernetes,
                { folder in
                    folder.folder("v/..2")
                    folder.write("v/..2/token", "two")
                    folder.turn("v/..data", to: "..2")
                    folder.remove("v/..1")
                }),
            Change(
                "swapped by Kubernetes, its folder behind a link", at: "here/token",
                { folder in
                    kubernetes(folder)
                    folder.link("here", to: folder["v"])
                },
                { folder in
                    folder.folder("v/..2")
                    folder.write("v/..2/token", "two")
                    folder.turn("v/..data", to: "..2")
                }),
            Change(
                "at the end of links over several folders, the middle one turned", chain,
                { folder in
                    folder.turn("b/m", to: "../c/t2")
                }),
            Change("at the end of links over several folders, edited", chain, { $0.write("c/t", "new") }),
            Change(
                "at the end of links over several folders, a folder of them exchanged", chain,
                { folder in
                    folder.move("c", to: "gone")
                    folder.folder("c")
                    folder.write("c/t", "one")
                }),
        ]

        private init(
            _ name: String, at path: String = "s", _ before: @escaping @Sendable (WatchedFolder) -> Void,
            _ change: @escaping @Sendable (WatchedFolder) -> Void
        ) {
            (testDescription, self.path, self.before, self.change) = (name, path, before, change)
        }

        @Sendable private static func inFolder(_ folder: WatchedFolder) {
            folder.folder("d")
            folder.write("d/s", "one")
        }

        @Sendable private static func deep(_ folder: WatchedFolder) {
            for name in ["a", "a/b", "a/b/c"] { folder.folder(name) }
            folder.write("a/b/c/s", "one")
        }

        @Sendable private static func kubernetes(_ folder: WatchedFolder) {
            folder.folder("v")
            folder.folder("v/..1")
            folder.write("v/..1/token", "one")
            folder.link("v/..data", to: "..1")
            folder.link("v/token", to: "..data/token")
        }

        @Sendable private static func chain(_ folder: WatchedFolder) {
            for name in ["a", "b", "c"] { folder.folder(name) }
            folder.write("c/t", "one")
            folder.write("c/t2", "two")
            folder.link("s", to: "a/./l")
            folder.link("a/l", to: folder["b/m"])
            folder.link("b/m", to: "../c/t")
        }
    }

    @Suite("A watched file", .timeLimit(.minutes(1)))
    struct FileWatcherTests {
        private let folder = WatchedFolder()

        /// So that nothing done before counts as done just now.
        private func settle() async { try? await Task.sleep(for: .milliseconds(30)) }

        @Test("is reported when it is", arguments: Change.all)
        func changes(change: Change) async {
            change.before(folder)
            await settle()
            let reports = Reports([folder[change.path]])
            #expect(reports.watcher.problem == nil)
            // Nothing has happened yet, and another file in each of its folders is nobody's business.
            for name in ["", "d/", "a/", "b/", "c/", "v/", "v/..1/"] where access(folder[name], F_OK) == 0 {
                folder.write("\(name)unrelated", "x")
                folder.move("\(name)unrelated", to: "\(name)unrelated2")
            }
            #expect(await reports.all(after: .milliseconds(200)) == [])
            change.change(folder)
            #expect(await reports.next() == [folder[change.path]])
            // Whatever it is now, the next change is seen as well.
            await settle()
            if access(folder[change.path], F_OK) == 0 {
                folder.write(change.path, "and again")
                #expect(await reports.next() == [folder[change.path]])
            }
        }

        @Test("is seen each time that it is removed and made again, with its folder, also one folder after another")
        func again() async {
            let path = folder["d/e/s"]
            let reports = Reports([path])
            for round in 0..<3 {
                folder.folder("d")
                #expect(await reports.all(after: .milliseconds(150)) == [])
                folder.folder("d/e")
                #expect(await reports.all(after: .milliseconds(150)) == [])
                folder.write("d/e/s", "round \(round)")
                #expect(await reports.next() == [path])
                folder.remove("d")
                #expect(await reports.next() == [path])
            }
        }

        @Test("is followed through one swap of Kubernetes after another, and the other files there keep quiet")
        func swaps() async {
            folder.folder("..0")
            for name in ["a", "b"] {
                folder.write("..0/\(name)", "0")
                folder.link(name, to: "..data/\(name)")
            }
            folder.link("..data", to: "..0")
            folder.write("c", "0")
            await settle()
            let reports = Reports([folder["a"], folder["b"], folder["c"]])
            for round in 1..<6 {
                folder.folder("..\(round)")
                for name in ["a", "b"] { folder.write("..\(round)/\(name)", "0") }
                folder.turn("..data", to: "..\(round)")
                folder.remove("..\(round - 1)")
                #expect(await reports.next() == [folder["a"], folder["b"]])
            }
            // /, /tmp, the folder, the folder of this round: none of the past.
            #expect(reports.watcher.folders == 4)
        }

        @Test("that changes all the time is reported once a second")
        func busy() async {
            folder.write("s", "0")
            await settle()
            let reports = Reports([folder["s"]])
            let start = ContinuousClock.now
            var writes = 0
            while ContinuousClock.now - start < .milliseconds(2500) {
                writes += 1
                folder.write("s", "x")
                try? await Task.sleep(for: .milliseconds(20))
            }
            let count = await reports.all(after: .milliseconds(200)).count
            // More than three when this machine was so busy that the file had its quiet times.
            // And less than two when it was so busy that the file hardly changed.
            #expect(((writes > 60 ? 2 : 1)...8).contains(count))
        }

        @Test("is reported once for a row of changes, after the last one")
        func coalesced() async {
            folder.write("s", "0")
            folder.write("t", "0")
            await settle()
            let reports = Reports([folder["s"], folder["t"]])
            var longestPause = Duration.zero
            var last = ContinuousClock.now
            for _ in 0..<10 {
                folder.write("s", "1")
                folder.write("t", "1")
                try? await Task.sleep(for: .milliseconds(10))
                longestPause = max(longestPause, last.duration(to: .now))
                last = .now
            }
            var all = [await reports.next()]
            all += await reports.all(after: .milliseconds(400))
            #expect(all.reduce([]) { $0.union($1) } == [folder["s"], folder["t"]])
            // On a machine so busy that there was a pause, it was rightly reported in between.
            if longestPause < .milliseconds(60) { #expect(all.count == 1) }
        }

        @Test("is reported when events were lost, as is every other one")
        func overflow() async throws {
            folder.write("s", "0")
            await settle()
            let reports = Reports([folder["s"], folder["none"]])
            let limit = try #require(Self.number("/proc/sys/fs/inotify/max_queued_events"))
            reports.watcher.holdingEvents { [folder] in
                folder.write("a", "")
                folder.write("b", "")
                for _ in 0..<(limit / 2 + 100) {
                    chmod(folder["a"], 0o600)
                    chmod(folder["b"], 0o600)
                }
            }
            #expect(await reports.next() == [folder["s"], folder["none"]])
            await settle()
            folder.write("s", "1")
            #expect(await reports.next() == [folder["s"]])
        }

        private static func number(_ path: String) -> Int? {
            guard let stream = fopen(path, "r") else { return nil }
            defer { fclose(stream) }
            var bytes = [UInt8](repeating: 0, count: 32)
            let count = fread(&bytes, 1, bytes.count, stream)
            return Int(String(decoding: bytes[..<count].filter { $0 != 10 }, as: UTF8.self))
        }
    }
#endif
