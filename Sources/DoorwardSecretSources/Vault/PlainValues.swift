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
        guard let data = try await answer()?.data else {
            client.forgetMount(of: wanted.path)
            throw client.connection.refusal(SecretResponse(status: 404), of: question)
        }
        return [SecretVersion(secret: try VaultValue.secret(wanted.key, in: data))]
    }

    /// Reads all members, replaces one, writes all.
    func write(_ text: String, _ wanted: VaultReference) async throws(SecretSourceError) -> SecretVersion {
        let body = try await answer()?.body ?? Array("{}".utf8)
        let old = try JSONMember.text(at: "data", in: body)
        let data = try VaultWriting.data(old, replacing: wanted.key, with: text)
        let question = VaultQuestion(
            "PUT", mount.whole, body: data, need: "create and update on \(mount.whole.shown)")
        let response = try await client.send(question).response
        guard response.status == 200 || response.status == 204 else {
            throw client.connection.refusal(response, of: question)
        }
        return SecretVersion(secret: Secret(utf8: text), since: client.connection.surroundings.now())
    }

    /// The members as they were read, and the whole text that they were read from.
    private struct Answer {
        var data: JOSEObject
        var body: [UInt8]
    }

    private func answer() async throws(SecretSourceError) -> Answer? {
        let response = try await client.send(question).response
        guard response.status != 404 else { return nil }
        guard let data = try client.connection.object(response, to: question)["data"]?.object else {
            throw client.connection.malformed(question, lacks: "data")
        }
        return Answer(data: data, body: response.body)
    }
}
