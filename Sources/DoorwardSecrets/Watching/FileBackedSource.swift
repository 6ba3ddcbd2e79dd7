/// A source whose values lie in files, so that ``FileWatcher`` can tell of changes.
public protocol FileBackedSource: SecretSource {
    /// The files that a reading of this reference looks at, whether they exist or not; none when there is no such
    /// reference.
    func paths(of reference: SecretReference) -> Set<String>
}
