internal import DoorwardSecrets

/// What a reference `vault://MOUNT/PATH[?version=N][?engine=kv1|kv2|lease]#KEY` asks for.
struct VaultReference: Sendable {
    enum Engine: String, Sendable, CaseIterable {
        /// Key/value without versions.
        case kv1
        /// Key/value with versions.
        case kv2
        /// Credentials that are made on demand and end with their lease.
        case lease
    }

    /// Mount and path together: where one ends and the other begins is for Vault to say.
    let path: VaultPath
    let engine: Engine?
    let version: Int64?
    /// The member of the data; needed when there are several.
    let key: String?

    private static let form = "write vault://MOUNT/PATH#KEY, with ?version=3 or ?engine=kv1, kv2 or lease before the #"

    init(_ reference: SecretReference) throws(SecretSourceError) {
        guard let path = VaultPath(reference.location), path.segments.count >= 2, reference.description.contains("://")
        else { throw .badReference(reason: "a mount and a path are needed; \(Self.form)") }
        guard reference.fragment != "" else { throw .badReference(reason: "nothing follows the #; \(Self.form)") }
        var engine: Engine?
        var version: Int64?
        for option in reference.options {
            switch option.name {
            case "engine":
                engine = Engine(rawValue: option.value)
                guard engine != nil else { throw .badReference(reason: "there is no such engine; \(Self.form)") }
            case "version":
                version = option.value.allSatisfy { $0.isASCII && $0.isNumber } ? Int64(option.value) : nil
                guard let version, version > 0 else {
                    throw .badReference(reason: "the version is not a number from 1 on; \(Self.form)")
                }
            default: throw .badReference(reason: "an option is unknown; \(Self.form)")
            }
        }
        guard version == nil || engine == nil || engine == .kv2 else {
            throw .badReference(reason: "only kv2 has versions; leave ?version= out")
        }
        self.path = path
        self.engine = engine
        self.version = version
        self.key = reference.fragment
    }
}
