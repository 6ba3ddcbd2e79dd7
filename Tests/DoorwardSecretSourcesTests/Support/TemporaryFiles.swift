import Foundation

/// Files for the time of a test.
enum TemporaryFiles {
    /// Makes a folder with these files, by name and text, lends its path and removes it.
    static func with<Value>(_ files: [String: String], _ body: (String) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "doorward-\(UUID().uuidString)").path
        defer { remove(folder) }
        for (name, text) in files { try write(text, to: folder + "/" + name) }
        return try await body(folder)
    }

    static func write(_ text: String, to path: String) throws {
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}
