internal import DoorwardJOSE
internal import DoorwardSecrets

/// The leases that are held, by path. One request for a path is under way at a time.
actor VaultLeases {
    private struct Held {
        var current: VaultLease
        /// Those before that live on, newest first, of which the newest few are kept.
        var earlier: [VaultLease] = []
        /// Why the current one could not be renewed or replaced when that was last tried.
        var problem: SecretSourceError?
    }

    private var held: [VaultPath: Held] = [:]
    private var flights: [VaultPath: Task<Result<Void, SecretSourceError>, Never>] = [:]

    /// The current credentials, and those before while they live.
    func read(
        _ wanted: VaultReference, mount: VaultMount, client: VaultClient
    ) async throws(SecretSourceError) -> [SecretVersion] {
        let path = mount.whole
        if let flight = flights[path] {
            try await flight.value.get()
        } else {
            let task = Task { await self.upToDate(path, client) }
            flights[path] = task
            let result = await task.value
            flights[path] = nil
            try result.get()
        }
        guard let held = held[path] else { throw .notFound(reason: "\(path.shown) has no lease") }
        var first = try version(of: held.current, wanted, label: "lease", problem: held.problem)
        first.renewBy = held.current.renewAt
        return [first]
            + held.earlier.compactMap { try? version(of: $0, wanted, label: "lease before", problem: nil) }
    }

    private func version(
        of lease: VaultLease, _ wanted: VaultReference, label: String, problem: SecretSourceError?
    ) throws(SecretSourceError) -> SecretVersion {
        let only = lease.members.count == 1 ? lease.members.first?.value : nil
        guard let secret = wanted.key.map({ lease.members[$0] }) ?? only else {
            throw wanted.key == nil
                ? .badReference(reason: "there are several members; say which one is meant: vault://MOUNT/PATH#KEY")
                : .notFound(reason: "the lease has no such member; correct what follows the #")
        }
        guard secret.count > 0 else { throw .empty }
        return SecretVersion(
            secret: secret, label: label, since: lease.since,
            warnings: problem.map { ["the lease could not be renewed, and ends at \(lease.end) (Unix time): \($0)"] }
                ?? [])
    }

    /// Renews or replaces what is due, and drops what has ended.
    private func upToDate(_ path: VaultPath, _ client: VaultClient) async -> Result<Void, SecretSourceError> {
        let generation: Int
        do throws(SecretSourceError) {
            generation = try await client.tokens.token().generation
        } catch {
            if let lease = held[path]?.current { held[path]?.current.end = await bounded(lease, client) }
            return keep(path, after: error, at: client.connection.surroundings.now())
        }
        guard var entry = held[path] else { return await replace(path, nil, client) }
        entry.current.end = await bounded(entry.current, client)
        entry.earlier = await living(entry.earlier, client)
        let now = client.connection.surroundings.now()
        held[path] = entry
        guard entry.current.end > now else { return await replace(path, nil, client) }
        guard entry.current.generation == generation else { return await replace(path, entry.current, client) }
        guard now >= entry.current.renewAt else { return .success(()) }
        guard entry.current.isRenewable else { return await replace(path, entry.current, client) }
        return await renew(path, entry.current, client)
    }

    /// A lease ends with the token it was got with, when that is no longer renewed.
    private func bounded(_ lease: VaultLease, _ client: VaultClient) async -> Int64 {
        let current = try? await client.tokens.token().generation
        guard lease.generation != current else { return lease.end }
        return min(lease.end, await client.tokens.end(of: lease.generation) ?? .max)
    }

    private func living(_ leases: [VaultLease], _ client: VaultClient) async -> [VaultLease] {
        var living: [VaultLease] = []
        for var lease in leases.prefix(4) {
            lease.end = await bounded(lease, client)
            if lease.end > client.connection.surroundings.now() { living.append(lease) }
        }
        return living
    }

    /// `PUT sys/leases/renew` ("/sys/leases"). What is refused is replaced.
    private func renew(
        _ path: VaultPath, _ lease: VaultLease, _ client: VaultClient
    ) async -> Result<Void, SecretSourceError> {
        let question = VaultQuestion(
            "PUT", .own("sys", "leases", "renew"), body: JOSEObject(["lease_id": .string(lease.id)]).encoded)
        do throws(SecretSourceError) {
            let response = try await client.send(question).response
            guard ![400, 403, 404].contains(response.status) else { return await replace(path, lease, client) }
            let answer = try client.connection.object(response, to: question)
            guard let life = answer["lease_duration"]?.integer else {
                throw client.connection.malformed(question, lacks: "lease_duration")
            }
            var renewed = lease
            let isEnough = renewed.renew(life: life, at: client.connection.surroundings.now())
            held[path]?.current = renewed
            held[path]?.problem = nil
            return isEnough ? .success(()) : await replace(path, renewed, client)
        } catch {
            return keep(path, after: error, at: client.connection.surroundings.now())
        }
    }

    /// `GET MOUNT/PATH`: new credentials; those before stay beside them.
    private func replace(
        _ path: VaultPath, _ old: VaultLease?, _ client: VaultClient
    ) async -> Result<Void, SecretSourceError> {
        do throws(SecretSourceError) {
            let lease = try await lease(VaultQuestion("GET", path), client)
            let before = (old.map { [$0] } ?? []) + (held[path]?.earlier ?? [])
            held[path] = Held(current: lease, earlier: await living(before, client))
            return .success(())
        } catch {
            return keep(path, after: error, at: client.connection.surroundings.now())
        }
    }

    private func lease(_ question: VaultQuestion, _ client: VaultClient) async throws(SecretSourceError) -> VaultLease {
        let (response, token) = try await client.send(question)
        let answer = try client.connection.object(response, to: question)
        guard let data = answer["data"]?.object else { throw client.connection.malformed(question, lacks: "data") }
        var members: [String: Secret] = [:]
        for member in data.members {
            switch member.value {
            case .string(let text) where text.utf8.count <= VaultValue.largest:
                members[member.name] = Secret(utf8: text)
            case .integer(let number): members[member.name] = Secret(utf8: String(number))
            default: continue
            }
        }
        let lease = VaultLease(
            id: answer["lease_id"]?.string ?? "", members: members, life: answer["lease_duration"]?.integer ?? 0,
            isRenewable: answer["renewable"]?.bool ?? false, generation: token.generation,
            at: client.connection.surroundings.now())
        guard let lease else {
            throw .malformed(
                reason:
                    "\(question.path.shown) at \(client.connection.name) comes without a lease; it is not an engine of "
                    + "credentials on demand, so write ?engine=kv1 or ?engine=kv2")
        }
        return lease
    }

    /// What is held lives on until its end, with the reason why it is not newer.
    private func keep(_ path: VaultPath, after error: SecretSourceError, at now: Int64) -> Result<
        Void, SecretSourceError
    > {
        guard var entry = held[path], entry.current.end > now else {
            held[path] = nil
            return .failure(error)
        }
        entry.earlier.removeAll { $0.end <= now }
        entry.current.putOff(at: now)
        entry.problem = error
        held[path] = entry
        return .success(())
    }
}
