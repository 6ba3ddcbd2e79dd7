/// Writes the value to `PATH` and what was there before to `PATH.previous`. One writer at a time: the caller sees to it.
extension FileSource: WritableSecretSource {
    public func write(_ secret: Secret, to reference: SecretReference) async throws(SecretSourceError) -> SecretVersion
    {
        let path = try path(of: reference)
        guard secret.count > 0 else { throw .empty }
        let file = try ReplaceableFile(path)
        var content = Self.content(of: secret)
        defer { SystemMemory.wipe(&content) }
        guard content.count <= Self.largest else { throw .tooLarge(path: path, limit: Self.largest) }
        var old = try Self.bytes(path)
        defer { SystemMemory.wipe(&old) }
        let current = Self.secret(in: old)
        // Written again it would push out the previous value, which may be in use.
        if current?.digest != secret.digest { try replace(file, old: current == nil ? nil : old, with: content) }
        guard let version = try versions(path: path).first, version.secret.digest == secret.digest else {
            throw .unavailable(reason: "\(path) was written and holds another value now; see who else writes it")
        }
        return version
    }

    public func retire(_ version: SecretVersion, of reference: SecretReference) async throws(SecretSourceError) {
        let path = try path(of: reference)
        let digest = version.secret.digest
        guard try Self.version(path: path, warnsOfReaders: false).secret.digest != digest else {
            throw .denied(reason: "this is the current value of \(path); write a new one first")
        }
        var bytes = try Self.bytes(Self.previous(path))
        defer { SystemMemory.wipe(&bytes) }
        guard Self.secret(in: bytes)?.digest == digest else { return }
        try ReplaceableFile(Self.previous(path)).remove()
    }

    /// The old value gets its new place before it loses the other, so that it is never gone.
    private func replace(_ file: ReplaceableFile, old: [UInt8]?, with content: [UInt8]) throws(SecretSourceError) {
        guard let old else { return try file.write(content) }
        let previous = try ReplaceableFile(Self.previous(file.path))
        var older = try Self.bytes(previous.path)
        defer { SystemMemory.wipe(&older) }
        try previous.write(old, like: file.path)
        do throws(SecretSourceError) {
            try file.write(content)
        } catch {
            // What was the previous value is so still.
            if older.isEmpty { try? previous.remove() } else { try? previous.write(older, like: file.path) }
            throw error
        }
    }

    private static func bytes(_ path: String) throws(SecretSourceError) -> [UInt8] {
        do throws(SecretSourceError) { return try SystemFile.read(path, limit: largest).bytes } catch .noFile {
            return []
        }
    }

    /// The secret and the line ending that a reading takes off.
    private static func content(of secret: Secret) -> [UInt8] {
        secret.withUnsafeBytes { bytes in
            var content: [UInt8] = []
            content.reserveCapacity(bytes.count + 1)
            content += bytes
            // Behind a carriage return it would take that off as well.
            if bytes.last != UInt8(ascii: "\r") { content.append(UInt8(ascii: "\n")) }
            return content
        }
    }
}
