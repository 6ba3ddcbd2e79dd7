internal import DoorwardJOSE
internal import DoorwardSecrets
internal import Synchronization

/// Asks with a token, and knows what is mounted where.
final class VaultClient: Sendable {
    let connection: VaultConnection
    let tokens: VaultTokens
    private let mounts = Mutex<[VaultPath: VaultMount]>([:])

    init(connection: VaultConnection, login: VaultLogin) {
        self.connection = connection
        tokens = VaultTokens(login: login)
    }

    /// Asks; where the token was refused because it has died, once more with another.
    func send(
        _ question: VaultQuestion
    ) async throws(SecretSourceError) -> (response: SecretResponse, token: VaultToken) {
        let token = try await tokens.token()
        let response = try await connection.send(question, token: token.value)
        guard response.status == 403, let other = try await tokens.replacement(of: token) else {
            return (response, token)
        }
        return (try await connection.send(question, token: other.value), other)
    }

    /// The engine and the mount of a path: as the reference says, else as Vault says, else KV version 2 below the first
    /// segment.
    func mount(for reference: VaultReference) async throws(SecretSourceError) -> VaultMount {
        let assumed = VaultMount(engine: reference.engine ?? .kv2, path: reference.path)
        guard let assumed else { throw .badReference(reason: "write vault://MOUNT/PATH#KEY") }
        if reference.engine != nil { return assumed }
        if let known = mounts.withLock({ $0[reference.path] }) { return known }
        let question = VaultQuestion("GET", .own("sys", "internal", "ui", "mounts") + reference.path)
        let response = try await send(question).response
        // Servers of old do not have it, and policies may forbid it. The guess is kept when a reading bears it out.
        if [403, 404, 405].contains(response.status) { return assumed }
        guard let mount = VaultMount(try connection.object(response, to: question), path: reference.path) else {
            throw connection.malformed(question, lacks: "type and path of the mount")
        }
        mounts.withLock { $0[reference.path] = mount }
        return mount
    }

    /// Keeps a mount with which a reading went well, unless the reference says the engine.
    func keep(_ mount: VaultMount, for reference: VaultReference) {
        if reference.engine == nil { mounts.withLock { $0[reference.path] = mount } }
    }

    /// Asks again at the next time what is mounted there.
    func forgetMount(of path: VaultPath) { mounts.withLock { $0[path] = nil } }
}
