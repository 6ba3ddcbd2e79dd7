internal import DoorwardJOSE
internal import DoorwardSecrets

/// Writes versions of one secret.
struct AzureSecretWriting: Sendable {
    let reading: AzureSecretReading

    private var host: String { reading.reference.host }

    func write(_ secret: Secret) async throws(SecretSourceError) -> SecretVersion {
        try refuseVersion()
        let former = try await former()
        let value = try value(secret, in: former)
        guard let text = value.revealUTF8() else {
            throw .badReference(reason: "Key Vault keeps texts only, and the value is none; write it as hex or base64")
        }
        guard value.count > 0 else { throw .empty }
        var members = [JOSEObject.Member(name: "value", value: .string(text))]
        // They describe the secret, not one version; the interface gives a new version none of them by itself.
        for name in ["contentType", "tags"] {
            if let kept = former?[name] { members.append(.init(name: name, value: kept)) }
        }
        let item = try await set(members, value: value)
        return SecretVersion(
            secret: secret, label: String(item.version.prefix(8)), id: item.version, since: item.created)
    }

    func retire(_ version: SecretVersion) async throws(SecretSourceError) {
        try refuseVersion()
        guard let id = version.id, AzureReference.isVersion(id) else {
            throw .badReference(reason: "this version does not come from Key Vault")
        }
        if let newest = try? await reading.newest().first, newest.version == id.lowercased() {
            throw .badReference(reason: "version \(id.prefix(8)) is the current one; write a new one first")
        }
        var question = AzureVault.Question(reading.reference, "/\(id)")
        question.method = "PATCH"
        question.body = JOSEObject(["attributes": .object(JOSEObject(["enabled": .bool(false)]))]).encoded
        let response = try await reading.vault.send(question)
        guard response.status == 200 else { throw AzureRefusal(response, from: host).error(needs: .disable) }
    }

    private func refuseVersion() throws(SecretSourceError) {
        guard reading.reference.version == nil else {
            throw .badReference(reason: "a reference with a version in it stays as it is; leave the version out")
        }
    }

    /// The current version; `nil` when there is none, or when it may not be read and is not needed.
    private func former() async throws(SecretSourceError) -> JOSEObject? {
        do throws(SecretSourceError) {
            return try await reading.value("").object
        } catch {
            switch error {
            case .notFound, .denied:
                guard reading.reference.member == nil else { throw error }
                return nil
            default: throw error
            }
        }
    }

    /// The secret itself, or the object of the current version with one member replaced.
    private func value(_ secret: Secret, in former: JOSEObject?) throws(SecretSourceError) -> Secret {
        guard let member = reading.reference.member else { return secret }
        guard let text = secret.revealUTF8(), let old = former?["value"]?.string else {
            throw .malformed(reason: "a member of a JSON object can only be a text")
        }
        return Secret(try JSONMember.replace(member, by: text, in: Array(old.utf8)))
    }

    private func set(_ members: [JOSEObject.Member], value: Secret) async throws(SecretSourceError) -> AzureSecretItem {
        var question = AzureVault.Question(reading.reference, "")
        question.method = "PUT"
        question.body = JOSEObject(members).encoded
        // Sent twice, it would make two versions, and the version before the newest would be the same value.
        question.isRepeatable = false
        let failure: SecretSourceError
        do throws(SecretSourceError) {
            let response = try await reading.vault.send(question)
            if response.status == 200 {
                return try AzureSecretItem(
                    try JOSEObject(response.body, place: "the answer of \(host)"), of: reading.reference)
            }
            failure = AzureRefusal(response, from: host).error(needs: .set)
        } catch {
            failure = error
        }
        switch failure {
        case .unavailable, .malformed: return try await kept(value, after: failure)
        default: throw failure
        }
    }

    /// What became of a write without a good answer: the current version, when it has the value.
    private func kept(_ value: Secret, after failure: SecretSourceError) async throws(SecretSourceError)
        -> AzureSecretItem
    {
        guard let current = try? await reading.value(""), let text = current.object["value"]?.string else {
            throw .unavailable(
                reason: "\(failure); whether the new value was kept is not known: see with 'doorward secret check'")
        }
        guard Secret(utf8: text).digest == value.digest else { throw failure }
        return current.item
    }
}
