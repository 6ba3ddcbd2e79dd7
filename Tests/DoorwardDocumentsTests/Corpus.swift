import Foundation
import Testing

/// Documents of real APIs, kept beside the repository; tests that read them say so and pass where they are absent.
enum Corpus {
    struct File: CustomTestStringConvertible, Sendable {
        let name: String
        let bytes: [UInt8]
        var testDescription: String { name }
    }

    static let specs = files(in: "corpus/store/specs")
    static let manifests = files(in: "corpus/store/manifests")
    /// Manifests of public repositories, good and bad, and a table of where they are from.
    static let repos = files(in: "corpus/repos")

    private static func files(in folder: String) -> [File] {
        let root =
            ProcessInfo.processInfo.environment["DOORWARD_SHARED"].map { URL(fileURLWithPath: $0) }
            ?? URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("shared")
        let url = root.appendingPathComponent(folder)
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: url.path) else {
            print("skipped: no documents at \(url.path); set DOORWARD_SHARED to the folder that holds corpus/")
            return []
        }
        return names.sorted().compactMap { name in
            (try? Data(contentsOf: url.appendingPathComponent(name))).map { File(name: name, bytes: Array($0)) }
        }
    }
}
