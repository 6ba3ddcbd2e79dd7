internal import DoorwardSecrets

extension SourceSurroundings {
    /// The bytes of a small file that credentials are kept in; `nil` when there is none. A path that is not absolute is
    /// below ``baseDirectory``.
    ///
    /// - Throws: `SecretSourceError/notAFile(path:)`, `SecretSourceError/unreadable(path:cause:)`, or
    ///   `SecretSourceError/tooLarge(path:limit:)` above 64 KiB.
    func bytes(ofFile path: String) throws(SecretSourceError) -> [UInt8]? {
        do throws(SecretSourceError) {
            return try SystemFile.read(SystemFile.path(path, in: baseDirectory), limit: FileSource.largest).bytes
        } catch .noFile {
            return nil
        }
    }

    /// The text of such a file, without the line's end at its end.
    ///
    /// - Throws: what ``bytes(ofFile:)`` throws, `SecretSourceError/noFile(path:)`, `SecretSourceError/empty`, and
    ///   `SecretSourceError/malformed(reason:)` when it is not UTF-8.
    func text(ofFile path: String) throws(SecretSourceError) -> String {
        guard let bytes = try bytes(ofFile: path) else { throw .noFile(path: path) }
        guard let secret = FileSource.secret(in: bytes) else { throw .empty }
        guard let text = secret.revealUTF8() else {
            throw .malformed(reason: "\(path) is not text; name the file that holds the token or the credentials alone")
        }
        return text
    }
}
