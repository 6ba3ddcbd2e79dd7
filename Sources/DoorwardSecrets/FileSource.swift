/// Reads `file:PATH`: a file that holds one secret and nothing else, as Docker and Kubernetes mount them.
///
/// One line ending at the end (`\n` or `\r\n`) is not part of the secret. Symbolic links are followed: Kubernetes
/// replaces a secret by turning one.
public struct FileSource: SecretSource {
    /// The largest file that is read, in bytes.
    public static let largest = 64 * 1024
    private let baseDirectory: String

    /// - Parameter baseDirectory: what relative paths are relative to.
    public init(baseDirectory: String) {
        self.baseDirectory = baseDirectory
    }

    public var schemes: [String] { ["file"] }

    public func read(_ reference: SecretReference) async throws(SecretSourceError) -> [SecretVersion] {
        guard reference.fragment == nil else { throw .unexpectedFragment(scheme: reference.scheme) }
        let path = SystemFile.path(reference.location, in: baseDirectory)
        return [try Self.version(path: path, warnsOfReaders: true)]
    }

    static func version(path: String, warnsOfReaders: Bool) throws(SecretSourceError) -> SecretVersion {
        var file = try SystemFile.read(path, limit: largest)
        defer { SystemMemory.wipe(&file.bytes) }
        var length = file.bytes.count
        if length > 0, file.bytes[length - 1] == UInt8(ascii: "\n") {
            length -= 1
            if length > 0, file.bytes[length - 1] == UInt8(ascii: "\r") { length -= 1 }
        }
        guard length > 0 else { throw .empty }
        let secret = file.bytes.withUnsafeBytes { Secret(UnsafeRawBufferPointer(rebasing: $0[..<length])) }
        return SecretVersion(
            secret: secret, since: file.modified,
            warnings: warnsOfReaders ? file.readersWarning(path: path).map { [$0] } ?? [] : [])
    }
}
