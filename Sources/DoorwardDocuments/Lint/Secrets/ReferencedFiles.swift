import Synchronization

/// Remembers the files that a document refers to and that were loaded, in the order in which they were.
final class ReferencedFiles: Sendable {
    private let source: @Sendable (_ reference: String) -> [UInt8]?
    private let files = Mutex<[(path: String, bytes: [UInt8])]>([])

    init(_ source: @escaping @Sendable (_ reference: String) -> [UInt8]?) { self.source = source }

    /// The bytes behind a reference; nil when there are none.
    @Sendable
    func load(_ reference: String) -> [UInt8]? {
        guard let bytes = source(reference) else { return nil }
        files.withLock { $0.append((reference, bytes)) }
        return bytes
    }

    var loaded: [(path: String, bytes: [UInt8])] { files.withLock { $0 } }
}
