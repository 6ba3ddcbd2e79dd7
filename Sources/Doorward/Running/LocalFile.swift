/// Reads the small files that a configuration names.
enum LocalFile {
    /// Largest OpenAPI document, picture or legal text.
    static let maximumSize = 32 << 20

    /// Reads a regular file whole.
    ///
    /// - Throws: ``StartFailure`` that names the key, the path and the cause.
    static func read(_ path: String, key: String) throws(StartFailure) -> [UInt8] {
        do throws(ConfigurationFile.Failure) {
            return try ConfigurationFile.read(path, limit: maximumSize)
        } catch {
            let cause = error.isMissing ? "there is no such file" : error.message
            throw StartFailure(.configuration, ["\(key): \(path): \(cause); name a file that can be read"])
        }
    }
}
