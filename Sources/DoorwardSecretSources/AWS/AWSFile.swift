internal import DoorwardSecrets

/// Small files that AWS's tools and containers leave.
struct AWSFile {
    let surroundings: SourceSurroundings

    /// The text of a file of at most 64 KiB, without the line's end at its end.
    func text(_ path: String) async throws(SecretSourceError) -> String {
        let versions = try await FileSource(baseDirectory: surroundings.baseDirectory).read(try reference(path))
        guard let text = versions.first?.secret.revealUTF8() else {
            throw .malformed(reason: "\(path) is not text")
        }
        return text
    }

    private func reference(_ path: String) throws(SecretSourceError) -> SecretReference {
        do {
            return try SecretReference(parsing: "file:\(path)")
        } catch {
            throw .noFile(path: path)
        }
    }
}
