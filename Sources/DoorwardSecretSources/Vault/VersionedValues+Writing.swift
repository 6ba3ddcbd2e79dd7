internal import DoorwardJOSE
internal import DoorwardSecrets

extension VersionedValues {
    /// Reads the current version, replaces one member, and writes all as the next one, if it is the next one.
    func write(_ text: String, _ wanted: VaultReference) async throws(SecretSourceError) -> SecretVersion {
        let old = try await version(nil)
        if let old, old.data == nil {
            throw .notFound(
                reason:
                    "version \(old.number) of \(mount.whole.shown) is deleted, and its other members would be lost; "
                    + "undelete it, or write a first value with 'vault kv put'")
        }
        let members = try JSONMember.text(at: "data", "data", in: old?.body ?? Array("{}".utf8))
        let new = try VaultWriting.data(members, replacing: wanted.key, with: text)
        let number = old?.number ?? 0
        let path = mount.path(below: "data")
        let question = VaultQuestion(
            "POST", path,
            body: Array(#"{"options":{"cas":\#(number)},"data":"#.utf8) + new + [UInt8(ascii: "}")],
            need: "create and update on \(path.shown)")
        let response = try await client.send(question).response
        if response.status == 400, VaultConnection.texts(of: response).contains("check-and-set") {
            return try await afterConflict(text, wanted, expected: number + 1)
        }
        guard let data = try client.connection.object(response, to: question)["data"]?.object,
            let written = data["version"]?.integer
        else { throw client.connection.malformed(question, lacks: "version") }
        return SecretVersion(
            secret: Secret(utf8: text), label: String(written), id: String(written),
            since: data["created_time"]?.string.flatMap { InternetTime.timestamp($0) })
    }

    /// A conflict is our own when the write was done but its answer got lost, and it was sent again.
    private func afterConflict(
        _ text: String, _ wanted: VaultReference, expected: Int64
    ) async throws(SecretSourceError) -> SecretVersion {
        let secret = Secret(utf8: text)
        if let now = try await version(nil), now.number == expected, let data = now.data,
            let value = try? VaultValue.secret(wanted.key, in: data), value.digest == secret.digest
        {
            return SecretVersion(now, secret)
        }
        throw .unavailable(
            reason: "somebody else wrote \(mount.whole.shown) at the same moment, so nothing was written; try again")
    }

    /// `POST MOUNT/delete/PATH`.
    func retire(_ version: SecretVersion) async throws(SecretSourceError) {
        guard let number = version.id.flatMap({ Int64($0) }), number > 0 else {
            throw .badReference(reason: "the version has no number; name one that was read")
        }
        let current = try await self.version(nil)
        guard current?.number != number else {
            throw .badReference(
                reason: "version \(number) of \(mount.whole.shown) is the current one; write a new one first")
        }
        let path = mount.path(below: "delete")
        let question = VaultQuestion("POST", path, body: Array(#"{"versions":[\#(number)]}"#.utf8))
        let response = try await client.send(question).response
        guard response.status == 204 || response.status == 200 else {
            throw client.connection.refusal(response, of: question)
        }
    }
}
