/// Sets `NAME` to the value and `NAME_PREVIOUS` to what it was, in one step. One writer at a time: the caller sees to it.
extension DotenvSource: WritableSecretSource {
    public func write(_ secret: Secret, to reference: SecretReference) async throws(SecretSourceError) -> SecretVersion
    {
        let (path, name) = try place(of: reference)
        guard secret.count > 0 else { throw .empty }
        guard secret.withUnsafeBytes({ DotenvScanner.isText($0) }) else {
            throw .malformed(reason: "the value is not text without NUL, so that a .env file cannot hold it")
        }
        let file = try ReplaceableFile(path)
        let content = try Self.content(path)
        let old = content.value(of: name)
        if old?.digest != secret.digest {
            try Self.write(to: file) { () throws(DotenvError) in
                var edited = try content.setting(name, to: secret)
                if let old, old.count > 0 {
                    edited = try edited.setting(Self.previous(name), to: old, below: name)
                }
                return edited
            }
        }
        guard let version = try versions(path: path, name: name).first, version.secret.digest == secret.digest else {
            throw .unavailable(reason: "\(path) was written and holds another value now; see who else writes it")
        }
        return version
    }

    public func retire(_ version: SecretVersion, of reference: SecretReference) async throws(SecretSourceError) {
        let (path, name) = try place(of: reference)
        let content = try Self.content(path)
        let digest = version.secret.digest
        guard content.value(of: name)?.digest != digest else {
            throw .denied(reason: "this is the current value of \(name) in \(path); write a new one first")
        }
        guard content.value(of: Self.previous(name))?.digest == digest else { return }
        try Self.write(to: try ReplaceableFile(path)) { () throws(DotenvError) in
            try content.without(Self.previous(name))
        }
    }

    private static func content(_ path: String) throws(SecretSourceError) -> DotenvFile {
        var bytes: [UInt8] = []
        do throws(SecretSourceError) { bytes = try SystemFile.read(path, limit: largest).bytes } catch .noFile {}
        defer { SystemMemory.wipe(&bytes) }
        return try parse(bytes, path: path)
    }

    private static func write(
        to file: ReplaceableFile, _ edited: () throws(DotenvError) -> DotenvFile
    ) throws(SecretSourceError) {
        let content: Secret
        do throws(DotenvError) { content = try edited().content } catch { throw .dotenv(path: file.path, error) }
        guard content.count <= largest else { throw .tooLarge(path: file.path, limit: largest) }
        var bytes = content.withUnsafeBytes { Array($0) }
        defer { SystemMemory.wipe(&bytes) }
        try file.write(bytes)
    }
}
