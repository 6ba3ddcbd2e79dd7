/// Reads `dotenv:FILE#NAME`: one name of a `.env` file. Where the file has a `NAME_PREVIOUS` besides, that is the previous
/// version.
public struct DotenvSource: SecretSource, FileBackedSource {
    /// The largest file that is read, in bytes.
    public static let largest = 1024 * 1024
    private let baseDirectory: String

    /// - Parameter baseDirectory: what relative paths are relative to.
    public init(baseDirectory: String) {
        self.baseDirectory = baseDirectory
    }

    public var schemes: [String] { ["dotenv"] }

    public func paths(of reference: SecretReference) -> Set<String> {
        [SystemFile.path(reference.location, in: baseDirectory)]
    }

    public func read(_ reference: SecretReference) async throws(SecretSourceError) -> [SecretVersion] {
        let (path, name) = try place(of: reference)
        return try versions(path: path, name: name)
    }

    func place(of reference: SecretReference) throws(SecretSourceError) -> (path: String, name: String) {
        guard let name = reference.fragment, !name.isEmpty else { throw .noFragment }
        return (SystemFile.path(reference.location, in: baseDirectory), name)
    }

    static func previous(_ name: String) -> String { name + "_PREVIOUS" }

    func versions(path: String, name: String) throws(SecretSourceError) -> [SecretVersion] {
        var content = try SystemFile.read(path, limit: Self.largest)
        defer { SystemMemory.wipe(&content.bytes) }
        let file = try Self.parse(content.bytes, path: path)
        guard let secret = file.value(of: name) else { throw .notInDotenv(path: path, name: name) }
        guard secret.count > 0 else { throw .empty }
        var current = SecretVersion(
            secret: secret, since: content.modified, warnings: content.readersWarning(path: path).map { [$0] } ?? [])
        guard let previous = file.value(of: Self.previous(name)) else { return [current] }
        guard previous.count > 0 else {
            current.warnings.append("\(path): \(Self.previous(name)) is empty and left out; remove the line")
            return [current]
        }
        guard previous.digest != secret.digest else { return [current] }
        current.label = "current"
        return [current, SecretVersion(secret: previous, label: "previous", since: content.modified)]
    }

    static func parse(_ bytes: [UInt8], path: String) throws(SecretSourceError) -> DotenvFile {
        do throws(DotenvError) { return try DotenvFile(parsing: bytes) } catch { throw .dotenv(path: path, error) }
    }
}
