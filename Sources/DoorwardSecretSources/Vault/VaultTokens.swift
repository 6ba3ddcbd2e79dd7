internal import DoorwardSecrets

/// The token in use: got when first needed, renewed at two thirds of its life, replaced when it can no longer be renewed
/// or has died. However many ask at once, one request is under way.
actor VaultTokens {
    private let login: VaultLogin
    private var current: VaultToken?
    private var flight: Task<Result<VaultToken, SecretSourceError>, Never>?
    /// Not before this time is a renewal tried that failed while the token lives on.
    private var retryAt: Int64 = 0
    /// Not before this time is a refused token replaced again.
    private var replaceAt: Int64 = 0
    /// When the tokens of earlier logins end, where that is known; the newest few.
    private var ends: [(generation: Int, end: Int64)] = []

    init(login: VaultLogin) { self.login = login }

    private var now: Int64 { login.connection.surroundings.now() }

    /// A token that lives, as far as can be known.
    func token() async throws(SecretSourceError) -> VaultToken {
        if let current {
            let isDue = current.renewAt.map { now >= $0 } ?? false
            if !isDue || (now < retryAt && current.isAlive(at: now)) { return current }
        }
        return try await alone { await self.refreshed() }
    }

    /// Another token in place of one that was refused; `nil` when it is the token's policies that refuse.
    func replacement(of refused: VaultToken) async throws(SecretSourceError) -> VaultToken? {
        let token = try await alone { await self.replaced(refused) }
        return token.generation == refused.generation ? nil : token
    }

    /// When the token of a login ends, in Unix seconds; `nil` when it has no end. What ended unseen ended long ago.
    func end(of generation: Int) -> Int64? {
        if let current, current.generation == generation { return current.end }
        return ends.last { $0.generation == generation }.map(\.end) ?? .min
    }

    /// When the token in use is to be renewed or replaced, in Unix seconds.
    var renewAt: Int64? { current?.renewAt.map { max($0, retryAt) } }

    /// What is unwise about the token in use.
    func warnings() -> [String] {
        guard let current, let end = current.end, current.isGiven, !current.isRenewable else { return [] }
        let minutes = max(0, (end - now) / 60)
        return [
            "the token for \(login.connection.name) ends in \(minutes) minutes and cannot be renewed; put a new one in its "
                + "place, or use a login"
        ]
    }

    private func alone(
        _ work: @escaping @Sendable () async -> Result<VaultToken, SecretSourceError>
    ) async throws(SecretSourceError) -> VaultToken {
        // Whoever comes while one is under way takes what that brings.
        if let flight { return try await flight.value.get() }
        let task = Task { await work() }
        flight = task
        let result = await task.value
        flight = nil
        return try result.get()
    }

    private func refreshed() async -> Result<VaultToken, SecretSourceError> {
        guard let current else { return await loggedIn() }
        guard current.isRenewable, current.isAlive(at: now) else { return await loggedIn() }
        do throws(SecretSourceError) {
            let renewed = try await login.renewed(current)
            self.current = renewed
            // Near its maximum a renewal gives less and less; a new login comes before the end does.
            return renewed.isNearMaximum && !current.isGiven ? await loggedIn() : .success(renewed)
        } catch {
            if case .denied = error { return await loggedIn() }
            return kept(after: error)
        }
    }

    private func replaced(_ refused: VaultToken) async -> Result<VaultToken, SecretSourceError> {
        if let current, current.generation != refused.generation { return .success(current) }
        guard await login.isAlive(refused) == false else { return .success(refused) }
        // A policy may forbid asking; then a login brings nothing, and is not tried at each refusal.
        guard refused.isGiven || now >= replaceAt else { return .success(refused) }
        replaceAt = now + 60
        return await loggedIn(insteadOf: refused)
    }

    private func loggedIn(insteadOf refused: VaultToken? = nil) async -> Result<VaultToken, SecretSourceError> {
        do throws(SecretSourceError) {
            var token = try await login.token()
            if let refused, token.hasSameValue(as: refused) { return .success(refused) }
            if let current, token.hasSameValue(as: current) {
                token.generation = current.generation
            } else {
                if let current {
                    let end = refused == nil ? current.end ?? .max : .min
                    ends = ends.suffix(3) + [(current.generation, end)]
                }
                token.generation = (current?.generation ?? 0) + 1
            }
            current = token
            return .success(token)
        } catch {
            return refused == nil ? kept(after: error) : .failure(error)
        }
    }

    /// The token in use when it lives on, however its renewal failed.
    private func kept(after error: SecretSourceError) -> Result<VaultToken, SecretSourceError> {
        guard let current, current.isAlive(at: now) else { return .failure(error) }
        let left = current.end.map { $0 - now } ?? 60
        retryAt = now + min(30, max(1, left / 4))
        return .success(current)
    }
}
