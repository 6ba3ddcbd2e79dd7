/// Reads `file:PATH`: a file that holds one secret and nothing else, as Docker and Kubernetes mount them. Where there is
/// a file `PATH.previous` besides, its secret is the previous version.
///
/// One line ending at the end (`\n` or `\r\n`) is not part of the secret. Symbolic links are followed: Kubernetes
/// replaces a secret by turning one.
public struct FileSource: SecretSource, FileBackedSource {
    /// The largest file that is read, in bytes.
    public static let largest = 64 * 1024
    private let baseDirectory: String

    /// - Parameter baseDirectory: what relative paths are relative to.
    public init(baseDirectory: String) {
        self.baseDirectory = baseDirectory
    }

    public var schemes: [String] { ["file"] }

    public func paths(of reference: SecretReference) -> Set<String> {
        let path = SystemFile.path(reference.location, in: baseDirectory)
        return [path, Self.previous(path)]
    }

    public func read(_ reference: SecretReference) async throws(SecretSourceError) -> [SecretVersion] {
        try versions(path: path(of: reference))
    }

    func path(of reference: SecretReference) throws(SecretSourceError) -> String {
        guard reference.fragment == nil else { throw .unexpectedFragment(scheme: reference.scheme) }
        return SystemFile.path(reference.location, in: baseDirectory)
    }

    static func previous(_ path: String) -> String { path + ".previous" }

    func versions(path: String) throws(SecretSourceError) -> [SecretVersion] {
        var current = try Self.version(path: path, warnsOfReaders: true)
        let older = Self.previous(path)
        do throws(SecretSourceError) {
            var previous = try Self.version(path: older, warnsOfReaders: true)
            // So it is for a moment while a new value is written.
            guard previous.secret.digest != current.secret.digest else { return [current] }
            current.label = "current"
            previous.label = "previous"
            return [current, previous]
        } catch .noFile {
            return [current]
        } catch .empty {
            current.warnings.append("\(older) is empty and left out; remove it")
        } catch {
            current.warnings.append("the previous value is left out: \(error)")
        }
        return [current]
    }

    static func version(path: String, warnsOfReaders: Bool) throws(SecretSourceError) -> SecretVersion {
        var file = try SystemFile.read(path, limit: largest)
        defer { SystemMemory.wipe(&file.bytes) }
        guard let secret = secret(in: file.bytes) else { throw .empty }
        return SecretVersion(
            secret: secret, since: file.modified,
            warnings: warnsOfReaders ? file.readersWarning(path: path).map { [$0] } ?? [] : [])
    }

    /// What a file's bytes hold, if it is anything.
    package static func secret(in bytes: [UInt8]) -> Secret? {
        var length = bytes.count
        if length > 0, bytes[length - 1] == UInt8(ascii: "\n") {
            length -= 1
            if length > 0, bytes[length - 1] == UInt8(ascii: "\r") { length -= 1 }
        }
        guard length > 0 else { return nil }
        return bytes.withUnsafeBytes { Secret(UnsafeRawBufferPointer(rebasing: $0[..<length])) }
    }
}
