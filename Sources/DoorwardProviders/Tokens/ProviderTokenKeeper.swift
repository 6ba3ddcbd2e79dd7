public import DoorwardJOSE
public import DoorwardOAuth
internal import Synchronization

/// Keeps the access tokens of providers good, for calls in the name of those who signed in there.
///
/// Of all who ask for a user's token at once, one goes to the provider. Where several processes share a store, one that
/// is late finds that the record has another version, and takes what it says.
public final class ProviderTokenKeeper: Sendable {
    /// How many seconds before its end a token is replaced.
    static let margin: Int64 = 60
    /// For how many seconds an answer serves without a look into the store, where it may have been taken away.
    static let freshness: Int64 = 5
    /// For how many seconds a token serves whose replacement failed, and an answer that is no token.
    static let pause: Int64 = 5
    /// How many users are remembered.
    static let largestCache = 10_000
    /// How often a record is read again that others are changing.
    private static let attempts = 3

    private struct Memory {
        var answers: [String: (answer: ProviderTokenAnswer, until: Int64)] = [:]
        var flights: [String: Task<ProviderTokenAnswer, Never>] = [:]
    }

    private let providers: [any SignInProvider]
    private let store: any IdentityStore
    private let sealing: SealedTokens
    private let now: @Sendable () -> Int64
    private let wait: @Sendable () async -> Void
    private let report: @Sendable (_ provider: String, ProviderFailure) -> Void
    private let memory = Mutex(Memory())

    /// - Parameters:
    ///   - providers: those whose tokens are kept; where a user has tokens of several, the first one's count.
    ///   - wrapping: of the context `provider tokens`.
    ///   - now: Unix seconds.
    ///   - report: is told of each refresh that fails; for the log.
    ///   - wait: lets another process finish that may have been first with a refresh token; half a second.
    public init(
        providers: [any SignInProvider], store: any IdentityStore, wrapping: KeyWrapping,
        now: @escaping @Sendable () -> Int64,
        report: @escaping @Sendable (_ provider: String, ProviderFailure) -> Void = { _, _ in },
        wait: @escaping @Sendable () async -> Void = { try? await Task.sleep(for: .milliseconds(500)) }
    ) {
        self.providers = providers
        self.store = store
        sealing = SealedTokens(
            wrapping: wrapping,
            authorities: Dictionary(providers.map { ($0.name, $0.authority) }, uniquingKeysWith: { first, _ in first }))
        self.now = now
        self.report = report
        self.wait = wait
    }

    /// The access token of a user, new if the old one is about to end.
    public func accessToken(ofUser id: String) async -> ProviderTokenAnswer {
        if let answer = cached(ofUser: id, now: now()) { return answer }
        let task = memory.withLock { memory in
            if let flight = memory.flights[id] { return flight }
            let task = Task { await self.found(ofUser: id) }
            memory.flights[id] = task
            return task
        }
        return await task.value
    }

    /// What is known without asking anybody; nil when ``accessToken(ofUser:)`` has to be asked.
    public func cached(ofUser id: String, now: Int64) -> ProviderTokenAnswer? {
        memory.withLock { memory in
            guard let entry = memory.answers[id], now < entry.until else { return nil }
            return entry.answer
        }
    }

    /// Seals the tokens of a sign-in into a record for `IdentityStore.keep(_:replacing: nil)`.
    ///
    /// - Throws: `SealingError.sealingFailed`.
    public func seal(
        _ tokens: ProviderTokens, ofUser id: String, provider: String
    ) throws(SealingError) -> ProviderTokensRecord {
        forget(id)
        return try record(tokens, user: id, provider: provider, version: firstVersion)
    }

    /// Seals the tokens of a sign-in and keeps them instead of those that the user had of this provider.
    ///
    /// - Throws: what the store throws, or `SealingError`.
    public func keep(_ tokens: ProviderTokens, ofUser id: String, provider: String) async throws {
        var tokens = tokens
        let old = try await store.providerTokens(ofUser: id, provider: provider)
        // Some give a refresh token at the first sign-in only.
        if tokens.refreshToken == nil { tokens.refreshToken = old.flatMap(sealing.open)?.refreshToken }
        let version = old.map { $0.version &+ 1 } ?? firstVersion
        _ = try await store.keep(try record(tokens, user: id, provider: provider, version: version), replacing: nil)
        forget(id)
    }

    /// Forgets what is remembered of a user: he has signed out, or somebody has taken his identity away.
    public func forget(_ user: String) { memory.withLock { _ = $0.answers.removeValue(forKey: user) } }

    /// Not the number of a record that was there before and went, of which a refresh may still be under way.
    private var firstVersion: Int64 { now() << 20 }

    private func record(
        _ tokens: ProviderTokens, user: String, provider: String, version: Int64
    ) throws(SealingError) -> ProviderTokensRecord {
        ProviderTokensRecord(
            userID: user, provider: provider, sealed: try sealing.seal(tokens, user: user, provider: provider),
            expiresAt: tokens.expiresAt, version: version, updatedAt: now())
    }
}

/// Asking the store and the provider.
extension ProviderTokenKeeper {
    private func found(ofUser id: String) async -> ProviderTokenAnswer {
        var answer = ProviderTokenAnswer.none
        for provider in providers {
            let next = await found(ofUser: id, at: provider)
            if answer == .none || next.isToken { answer = next }
            if answer.isToken { break }
        }
        remember(answer, ofUser: id)
        return answer
    }

    private func found(ofUser id: String, at provider: any SignInProvider) async -> ProviderTokenAnswer {
        var mayBeLate = true
        for _ in 0..<Self.attempts {
            let record: ProviderTokensRecord?
            do { record = try await store.providerTokens(ofUser: id, provider: provider.name) } catch {
                return .unavailable
            }
            guard let record else { return .none }
            guard let tokens = sealing.open(record) else { return .ended }
            let time = now()
            let end = tokens.expiresAt ?? .max
            if time < end.subtracting(Self.margin) {
                return .token(tokens.accessToken, until: min(end.subtracting(Self.margin), time + Self.freshness))
            }
            switch await refreshed(tokens, of: record, at: provider) {
            case .answer(let answer): return answer
            case .late: continue
            case .refused:
                // Another process may have been first with this refresh token, and be about to write its tokens down.
                if mayBeLate {
                    mayBeLate = false
                    await wait()
                    if await version(ofUser: id, provider: provider.name) != record.version { continue }
                }
                // What is left of it is good, and by then the other may be done.
                if now() < end { return .token(tokens.accessToken, until: min(end, now() + Self.pause)) }
                await markEnded(record)
                return .ended
            }
        }
        return .unavailable
    }

    /// Keeps in mind that there were tokens: whoever has none must sign in at the provider again, whoever never had any
    /// need not.
    private func markEnded(_ old: ProviderTokensRecord) async {
        let nothing = ProviderTokens(accessToken: "", refreshToken: nil, expiresAt: 0)
        guard
            let record = try? record(
                nothing, user: old.userID, provider: old.provider, version: old.version &+ 1)
        else { return }
        _ = try? await store.keep(record, replacing: old.version)
    }

    /// Whether what was kept of a user is known to have ended, so that only a sign-in at the provider gives more. No
    /// provider is asked: that may take long, and whoever calls the API has done so.
    public func haveEnded(ofUser id: String) async -> Bool {
        var haveSome = false
        for provider in providers {
            guard let record = try? await store.providerTokens(ofUser: id, provider: provider.name) else { continue }
            haveSome = true
            guard let tokens = sealing.open(record), !tokens.accessToken.isEmpty else { continue }
            if tokens.refreshToken != nil || now() < tokens.expiresAt ?? .max { return false }
        }
        return haveSome
    }

    /// Whether a user has to sign in at a provider again before the API can be called in his name: what was kept has
    /// ended, or he signs in with a provider whose tokens are kept and there are none of it.
    public func mustSignInAgain(_ user: String) async -> Bool {
        switch await accessToken(ofUser: user) {
        case .token, .unavailable: return false
        case .ended: return true
        case .none:
            let names = Set(providers.map(\.name))
            let identities = (try? await store.identities(ofUser: user)) ?? []
            return identities.contains { names.contains($0.provider) }
        }
    }

    private enum Refreshed {
        case answer(ProviderTokenAnswer)
        /// Somebody else has replaced the record.
        case late
        case refused
    }

    private func refreshed(
        _ tokens: ProviderTokens, of record: ProviderTokensRecord, at provider: any SignInProvider
    ) async -> Refreshed {
        let end = tokens.expiresAt ?? .max
        do throws(ProviderFailure) {
            guard tokens.refreshToken != nil else { throw .denied }
            let fresh = try await provider.refresh(tokens)
            return await replace(record, by: fresh)
        } catch {
            if tokens.refreshToken != nil { report(provider.name, error) }
            if error == .denied, tokens.refreshToken != nil { return .refused }
            let time = now()
            // What is left of it is good, whatever becomes of the next one.
            if time < end { return .answer(.token(tokens.accessToken, until: min(end, time + Self.pause))) }
            return .answer(error == .denied ? .ended : .unavailable)
        }
    }

    private func replace(_ old: ProviderTokensRecord, by fresh: ProviderTokens) async -> Refreshed {
        let kept: Bool
        do {
            let record = try record(
                fresh, user: old.userID, provider: old.provider, version: old.version &+ 1)
            kept = try await store.keep(record, replacing: old.version)
        } catch { kept = true }  // The token is good all the same, for as long as it lasts.
        if !kept, await !takesBack(old, fresh) { return .late }
        let time = now()
        let end = (fresh.expiresAt ?? .max).subtracting(Self.margin)
        return .answer(.token(fresh.accessToken, until: max(time + 1, min(end, time + Self.freshness))))
    }

    /// Somebody was told that the tokens had ended, for their refresh token was being used here: puts the new ones there.
    private func takesBack(_ old: ProviderTokensRecord, _ fresh: ProviderTokens) async -> Bool {
        guard let ended = try? await store.providerTokens(ofUser: old.userID, provider: old.provider),
            sealing.open(ended)?.accessToken == "",
            let record = try? record(
                fresh, user: old.userID, provider: old.provider, version: ended.version &+ 1)
        else { return false }
        return (try? await store.keep(record, replacing: ended.version)) ?? false
    }

    private func version(ofUser id: String, provider: String) async -> Int64? {
        try? await store.providerTokens(ofUser: id, provider: provider)?.version
    }

    private func remember(_ answer: ProviderTokenAnswer, ofUser id: String) {
        let until =
            switch answer {
            case .token(_, let until): until
            // Another process may be about to say that it is not so.
            case .ended: now() + 1
            case .none, .unavailable: now() + Self.pause
            }
        memory.withLock { memory in
            memory.flights[id] = nil
            if memory.answers.count >= Self.largestCache, memory.answers[id] == nil {
                let time = now()
                memory.answers = memory.answers.filter { time < $0.value.until }
                // Everything there is is fresh: half of it has to be asked for again.
                for key in Array(memory.answers.keys.prefix(max(0, memory.answers.count - Self.largestCache / 2))) {
                    memory.answers[key] = nil
                }
            }
            memory.answers[id] = (answer, until)
        }
    }
}

extension ProviderTokenAnswer {
    fileprivate var isToken: Bool { if case .token = self { true } else { false } }
}

extension Int64 {
    fileprivate func subtracting(_ seconds: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(seconds)
        return overflow ? .min : difference
    }
}
