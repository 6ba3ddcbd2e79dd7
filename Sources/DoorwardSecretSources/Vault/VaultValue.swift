internal import DoorwardJOSE
internal import DoorwardSecrets

/// The member of some data that a reference means.
enum VaultValue {
    /// The largest value, in bytes.
    static let largest = 64 * 1024

    /// The name of the member: the one after the `#`, or the only one.
    static func key(_ key: String?, in data: JOSEObject) throws(SecretSourceError) -> String {
        if let key { return key }
        guard data.members.count == 1, let only = data.members.first else {
            throw .badReference(
                reason: "there are \(data.members.count) members; say which one is meant: vault://MOUNT/PATH#KEY")
        }
        return only.name
    }

    /// A text as its bytes, a whole number as its digits.
    static func secret(_ key: String?, in data: JOSEObject) throws(SecretSourceError) -> Secret {
        let name = try Self.key(key, in: data)
        let text: String
        switch data[name] {
        case .string(let value): text = value
        case .integer(let value): text = String(value)
        case nil: throw .notFound(reason: "there is no member \(name); correct what follows the #")
        default: throw .malformed(reason: "the member \(name) is not a text; write the value as one")
        }
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= largest else {
            throw .malformed(reason: "the member \(name) is larger than 64 KiB; no secret is")
        }
        return Secret(utf8: text)
    }
}
