import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A path for a database of a test's own, in a directory that goes away with it; so a test keeps it to its end.
final class DatabaseFile: Sendable {
    let directory: String
    var path: String { directory + "/doorward.db" }

    init() throws {
        var template = Array("/tmp/doorward-test-XXXXXX".utf8CString)
        directory = try #require(mkdtemp(&template).map { String(cString: $0) })
    }

    deinit {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
        rmdir(directory)
    }

    func permissions(_ suffix: String = "") -> mode_t? {
        var status = stat()
        return lstat(path + suffix, &status) == 0 ? status.st_mode & 0o777 : nil
    }

    func write(_ bytes: [UInt8]) throws {
        let stream = try #require(fopen(path, "w"))
        fwrite(bytes, 1, bytes.count, stream)
        fclose(stream)
    }

    /// Whether a text is anywhere in the bytes of the file or its log.
    func holds(_ text: String) -> Bool {
        ["", "-wal"].contains { suffix in
            guard let stream = fopen(path + suffix, "r") else { return false }
            defer { fclose(stream) }
            var bytes = [UInt8](repeating: 0, count: 1 << 20)
            let count = fread(&bytes, 1, bytes.count, stream)
            return bytes[..<count].contains(Array(text.utf8))
        }
    }
}

extension ArraySlice<UInt8> {
    fileprivate func contains(_ part: [UInt8]) -> Bool {
        indices.contains { self[$0...].starts(with: part) }
    }
}
