internal import DoorwardSecrets

/// A path of Vault's API below `/v1/`, such as `secret/data/app`: its segments as people write them.
struct VaultPath: Sendable, Hashable {
    let segments: [String]

    /// Reads a path without empty segments, `.` and `..`; slashes at the ends do not count.
    init?(_ text: some StringProtocol) {
        var text = Substring(text)
        while text.hasPrefix("/") { text.removeFirst() }
        while text.hasSuffix("/") { text.removeLast() }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let isClean = parts.allSatisfy { part in
            !part.isEmpty && part != "." && part != ".." && part.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        }
        guard isClean else { return nil }
        segments = parts.map(String.init)
    }

    private init(segments: [String]) { self.segments = segments }

    /// A path of Vault's own.
    static func own(_ segments: String...) -> VaultPath { VaultPath(segments: segments) }

    /// As people write it, for messages.
    var shown: String { segments.joined(separator: "/") }

    /// With everything escaped that is not unreserved (RFC 3986 §2.3).
    var encoded: String { segments.map { PercentEncoding.encode($0) }.joined(separator: "/") }

    static func + (left: VaultPath, right: VaultPath) -> VaultPath {
        VaultPath(segments: left.segments + right.segments)
    }

    static func + (left: VaultPath, right: String) -> VaultPath { VaultPath(segments: left.segments + [right]) }

    /// What follows the first segments; `nil` when nothing does, or when the path begins otherwise.
    func dropping(_ first: VaultPath) -> VaultPath? {
        guard segments.count > first.segments.count, segments.starts(with: first.segments) else { return nil }
        return VaultPath(segments: Array(segments.dropFirst(first.segments.count)))
    }
}
