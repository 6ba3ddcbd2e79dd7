/// Reads `dotenv:FILE#NAME`: one name of a `.env` file.
public struct DotenvSource: SecretSource {
    /// The largest file that is read, in bytes.
    public static let largest = 1024 * 1024
    private let baseDirectory: String

    /// - Parameter baseDirectory: what relative paths are relative to.
    public init(baseDirectory: String) {
        self.baseDirectory = baseDirectory
    }

    public var schemes: [String] { ["dotenv"] }

    public func read(_ reference: SecretReference) async throws(SecretSourceError) -> [SecretVersion] {
        guard let name = reference.fragment, !name.isEmpty else { throw .noFragment }
        let path = SystemFile.path(reference.location, in: baseDirectory)
        var content = try SystemFile.read(path, limit: Self.largest)
        defer { SystemMemory.wipe(&content.bytes) }
        let secret: Secret?
        do throws(DotenvError) {
            secret = try DotenvFile(parsing: content.bytes).value(of: name)
        } catch {
            throw .dotenv(path: path, error)
        }
        guard let secret else { throw .notInDotenv(path: path, name: name) }
        guard secret.count > 0 else { throw .empty }
        let warnings = content.readersWarning(path: path).map { [$0] } ?? []
        return [SecretVersion(secret: secret, since: content.modified, warnings: warnings)]
    }
}
