internal import DoorwardJOSE
internal import DoorwardSecrets

/// Key/value version 1 ("KV secrets engine - version 1 (API)").
struct PlainValues: Sendable {
    let client: VaultClient
    let mount: VaultMount

    private var question: VaultQuestion { VaultQuestion("GET", mount.whole) }

    func read(_ wanted: VaultReference) async throws(SecretSourceError) -> [SecretVersion] {
        guard wanted.version == nil else {
            throw .badReference(reason: "key/value version 1 has no versions; leave ?version= out")
        }
        guard let data = try await data() else {
            client.forgetMount(of: wanted.path)
            throw client.connection.refusal(SecretResponse(status: 404), of: question)
        }
        return [SecretVersion(secret: try VaultValue.secret(wanted.key, in: data))]
    }

    /// Reads all members, replaces one, writes all.
    func write(_ text: String, _ wanted: VaultReference) async throws(SecretSourceError) -> SecretVersion {
        let old = try await data() ?? JOSEObject([:])
        let members = try VaultWriting.members(of: old, replacing: wanted.key, with: text)
        let question = VaultQuestion(
            "PUT", mount.whole, body: VaultJSON.object(members), need: "create and update on \(mount.whole.shown)")
        let response = try await client.send(question).response
        guard response.status == 200 || response.status == 204 else {
            throw client.connection.refusal(response, of: question)
        }
        return SecretVersion(secret: Secret(utf8: text), since: client.connection.surroundings.now())
    }

    private func data() async throws(SecretSourceError) -> JOSEObject? {
        let response = try await client.send(question).response
        guard response.status != 404 else { return nil }
        guard let data = try client.connection.object(response, to: question)["data"]?.object else {
            throw client.connection.malformed(question, lacks: "data")
        }
        return data
    }
}
