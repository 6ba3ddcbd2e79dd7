/// Reads `systemd:NAME`: a credential that systemd put into the service's `$CREDENTIALS_DIRECTORY` (systemd.exec(5)).
///
/// As with ``FileSource``, one line ending at the end is not part of the secret.
public struct SystemdCredentialSource: SecretSource {
    private let directory: String?

    /// - Parameter directory: the value of `$CREDENTIALS_DIRECTORY`; without one every read is refused.
    public init(directory: String?) {
        self.directory = directory
    }

    public var schemes: [String] { ["systemd"] }

    public func read(_ reference: SecretReference) async throws(SecretSourceError) -> [SecretVersion] {
        guard reference.fragment == nil else { throw .unexpectedFragment(scheme: reference.scheme) }
        let name = reference.location
        guard name != "..", name != ".", name.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") })
        else { throw .badCredentialName(name) }
        guard let directory, !directory.isEmpty else { throw .noCredentialsDirectory }
        // Only the service's user and root can enter that directory, whatever the modes of the files in it.
        return [try FileSource.version(path: SystemFile.path(name, in: directory), warnsOfReaders: false)]
    }
}
