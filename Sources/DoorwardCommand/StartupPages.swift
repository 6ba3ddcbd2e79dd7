#if os(Linux)
    #if canImport(Musl)
        internal import Musl
    #else
        internal import Glibc
    #endif

    /// Gives the pages of code that only the start needed back to the system.
    ///
    /// Starting walks over much of the binary once: relocations, protocol conformances, the command line's parser. Those pages
    /// are clean copies of the file, so dropping them is safe at any time; what is needed again comes from the page cache.
    enum StartupPages {
        static func giveBack() {
            guard let executable = realpath("/proc/self/exe", nil) else { return }
            defer { free(executable) }
            let path = String(cString: executable)
            guard let maps = try? TextFile.read("/proc/self/maps") else { return }
            for line in maps.split(separator: "\n") where line.hasSuffix(path) {
                let columns = line.split(separator: " ", maxSplits: 2)
                // Only what can never have been written to.
                guard columns.count == 3, columns[1] == "r-xp" || columns[1] == "r--p" else { continue }
                let bounds = columns[0].split(separator: "-").compactMap { UInt(String($0), radix: 16) }
                guard bounds.count == 2, columns[1] == "r-xp" || !isRelocated(line, in: maps) else { continue }
                madvise(UnsafeMutableRawPointer(bitPattern: bounds[0]), Int(bounds[1] - bounds[0]), MADV_DONTNEED)
            }
        }

        /// Whether a read-only mapping lies behind the code: there it may be data that was relocated and then protected.
        private static func isRelocated(_ line: Substring, in maps: String) -> Bool {
            guard let code = maps.firstRange(of: " r-xp ") else { return true }
            return line.startIndex > code.lowerBound
        }
    }
#else
    enum StartupPages {
        static func giveBack() {}
    }
#endif
