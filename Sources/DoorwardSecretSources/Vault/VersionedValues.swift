internal import DoorwardJOSE
internal import DoorwardSecrets

/// Key/value version 2 ("KV secrets engine - version 2 (API)").
struct VersionedValues: Sendable {
    /// A version as `GET MOUNT/data/PATH` gives it.
    struct Version: Sendable {
        let number: Int64
        let since: Int64?
        /// `nil` when it is deleted or destroyed.
        let data: JOSEObject?
        /// The whole answer.
        let body: [UInt8]
    }

    let client: VaultClient
    let mount: VaultMount

    /// Of so many versions that differ from the current one in other members only, one is looked behind.
    private static let longestWalk = 8

    private var connection: VaultConnection { client.connection }
    private var metadata: VaultQuestion { VaultQuestion("GET", mount.path(below: "metadata")) }

    private func question(_ number: Int64?) -> VaultQuestion {
        let (data, metadata) = (mount.path(below: "data"), mount.path(below: "metadata"))
        return VaultQuestion(
            "GET", data, query: number.map { "version=\($0)" } ?? "",
            need: "read on \(data.shown) and \(metadata.shown)")
    }

    func read(_ wanted: VaultReference) async throws(SecretSourceError) -> [SecretVersion] {
        guard let current = try await version(wanted.version) else {
            client.forgetMount(of: wanted.path)
            throw connection.refusal(SecretResponse(status: 404), of: question(nil))
        }
        guard let data = current.data else {
            throw .notFound(
                reason:
                    "version \(current.number) of \(mount.whole.shown) at \(connection.name) is deleted; undelete it, or "
                    + "write a new one")
        }
        var first = SecretVersion(current, try VaultValue.secret(wanted.key, in: data))
        guard wanted.version == nil, current.number > 1 else { return [first] }
        do throws(SecretSourceError) {
            guard let before = try await before(current, of: first.secret, wanted) else { return [first] }
            return [first, before]
        } catch {
            first.lacks("the version before is not to be had: \(error)")
            return [first]
        }
    }

    /// The version before that has another value. A deleted one ends the search: what is older was out of service before.
    private func before(
        _ current: Version, of secret: Secret, _ wanted: VaultReference
    ) async throws(SecretSourceError) -> SecretVersion? {
        let live = try await liveVersions()
        for step in 1...Int64(Self.longestWalk) {
            let number = current.number - step
            guard live.contains(number), let version = try await version(number), let data = version.data else {
                return nil
            }
            // A member that was not there yet, or was no secret, is not a value to go on with.
            guard let older = try? VaultValue.secret(wanted.key, in: data) else { return nil }
            if older.digest != secret.digest { return SecretVersion(version, older) }
        }
        return nil
    }

    /// The numbers of the versions that are neither deleted nor destroyed, by `GET MOUNT/metadata/PATH`.
    private func liveVersions() async throws(SecretSourceError) -> Set<Int64> {
        let response = try await client.send(metadata).response
        guard let versions = try connection.object(response, to: metadata)["data"]?.object?["versions"]?.object else {
            throw connection.malformed(metadata, lacks: "versions")
        }
        let now = connection.surroundings.now()
        let live = versions.members.compactMap { member -> Int64? in
            guard let version = member.value.object, version["destroyed"]?.bool == false,
                !Self.isOver(version["deletion_time"]?.string, at: now)
            else { return nil }
            return Int64(member.name)
        }
        return Set(live)
    }

    /// A version, by its number or the current one; `nil` when there is none.
    func version(_ number: Int64?) async throws(SecretSourceError) -> Version? {
        let question = question(number)
        let response = try await client.send(question).response
        // A deleted version is answered with 404 and all but its data.
        let object = response.status == 404 ? Self.object(response) : try connection.object(response, to: question)
        guard let data = object?["data"]?.object else {
            guard response.status == 404 else { throw connection.malformed(question, lacks: "data") }
            return nil
        }
        guard let metadata = data["metadata"]?.object, let found = metadata["version"]?.integer,
            (1..<Int64.max).contains(found),
            number == nil || found == number
        else { throw connection.malformed(question, lacks: "version") }
        guard response.status == 200 else { return Version(number: found, since: nil, data: nil, body: response.body) }
        guard let values = data["data"]?.object else { throw connection.malformed(question, lacks: "data.data") }
        return Version(
            number: found, since: metadata["created_time"]?.string.flatMap { InternetTime.timestamp($0) }, data: values,
            body: response.body)
    }

    private static func object(_ response: SecretResponse) -> JOSEObject? {
        try? JOSEObject(response.body, place: "")
    }

    /// Whether a version's time of deletion has come; it may be one in the future (`delete_version_after`).
    private static func isOver(_ time: String?, at now: Int64) -> Bool {
        guard let time, !time.isEmpty else { return false }
        return InternetTime.timestamp(time).map { $0 <= now } ?? true
    }
}

extension SecretVersion {
    init(_ version: VersionedValues.Version, _ secret: Secret) {
        self.init(secret: secret, label: String(version.number), id: String(version.number), since: version.since)
    }
}
