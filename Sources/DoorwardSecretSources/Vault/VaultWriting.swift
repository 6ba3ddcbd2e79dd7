internal import DoorwardJOSE
internal import DoorwardSecrets

/// What is written again with one member replaced.
enum VaultWriting {
    /// The data as JSON, with everything but that member as it was written.
    ///
    /// - Parameters:
    ///   - old: the JSON object that is there now; `nil` when nothing is.
    ///   - key: the member's name; `nil` for the only one.
    static func data(
        _ old: [UInt8]?, replacing key: String?, with text: String
    ) throws(SecretSourceError) -> [UInt8] {
        let old = old ?? Array("{}".utf8)
        let object = try JOSEObject(old, place: "what is there now")
        guard key != nil || !object.members.isEmpty else {
            throw .badReference(reason: "nothing is there yet; say as which member to write: vault://MOUNT/PATH#KEY")
        }
        return try JSONMember.replace(try VaultValue.key(key, in: object), by: text, in: old, addingIt: true)
    }
}
