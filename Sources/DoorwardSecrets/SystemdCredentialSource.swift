/// Reads `systemd:NAME`: a credential that systemd put into the service's `$CREDENTIALS_DIRECTORY` (systemd.exec(5)).
///
/// As with ``FileSource``, one line ending at the end is not part of the secret.
public struct SystemdCredentialSource: SecretSource, FileBackedSource {
    private let directory: String?

    /// - Parameter directory: the value of `$CREDENTIALS_DIRECTORY`; without one every read is refused.
    public init(directory: String?) {
        self.directory = directory
    }

    public var schemes: [String] { ["systemd"] }

    public func paths(of reference: SecretReference) -> Set<String> {
        do throws(SecretSourceError) { return [try path(of: reference)] } catch { return [] }
    }

    public func read(_ reference: SecretReference) async throws(SecretSourceError) -> [SecretVersion] {
        // Only the service's user and root can enter that directory, whatever the modes of the files in it.
        [try FileSource.version(path: try path(of: reference), warnsOfReaders: false)]
    }

    private func path(of reference: SecretReference) throws(SecretSourceError) -> String {
        guard reference.fragment == nil else { throw .unexpectedFragment(scheme: reference.scheme) }
        let name = reference.location
        guard name != "..", name != ".", name.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") })
        else { throw .badCredentialName(name) }
        guard let directory, !directory.isEmpty else { throw .noCredentialsDirectory }
        return SystemFile.path(name, in: directory)
    }
}
