internal import DoorwardJOSE
internal import DoorwardSecrets

/// The members that are written again with one of them replaced.
enum VaultWriting {
    static func members(
        of data: JOSEObject, replacing key: String?, with text: String
    ) throws(SecretSourceError) -> [JOSEObject.Member] {
        guard key != nil || !data.members.isEmpty else {
            throw .badReference(reason: "nothing is there yet; say as which member to write: vault://MOUNT/PATH#KEY")
        }
        let name = try VaultValue.key(key, in: data)
        let others = data.members.filter { !$0.name.utf8.elementsEqual(name.utf8) }
        guard others.allSatisfy({ VaultJSON.isExact($0.value) }) else {
            throw .malformed(
                reason: "another member is a number with a fraction, which might change by writing it again; "
                    + "write it as a text, or write the new value with 'vault kv patch'")
        }
        let new = JOSEObject.Member(name: name, value: .string(text))
        guard let place = data.members.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
            return others + [new]
        }
        return Array(others[..<place]) + [new] + Array(others[place...])
    }
}
