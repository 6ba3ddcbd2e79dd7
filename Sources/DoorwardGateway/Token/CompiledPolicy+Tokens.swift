internal import DoorwardJOSE
internal import DoorwardSecrets

extension CompiledPolicy {
    /// What a look at a token led to.
    enum TokenOutcome {
        case admitted(Caller)
        /// A token that is bound to a key and otherwise good: it lets in with a proof only.
        case bound(BoundToken)
        case decided(Decision)
    }

    /// Judges what was presented as an access token, by the checks below in their order.
    ///
    /// - Parameters:
    ///   - value: the value of `Authorization`; nil when there is none.
    ///   - judged: what the resolver said, where it has been asked.
    func judge(
        _ value: UnsafeRawBufferPointer?, for operation: RouteTable.Operation?, by tokens: TokenGuard,
        cache: inout TokenCache, judged: TokenVerdict?, now: Int64
    ) -> TokenOutcome {
        // 1. Something that claims to be one (RFC 6750 §2.1); a token in the query is not looked at.
        guard let value, let (token, isBound) = Self.token(in: value, by: tokens), !token.isEmpty else {
            return .decided(.answer(.noToken(Challenge(tokens, operation))))
        }
        guard token.count <= 16 << 10, token.allSatisfy(Self.isTokenByte) else {
            return .decided(.answer(.malformedToken(Challenge(tokens, operation, isBound: isBound))))
        }
        // An API key is told from a token by its prefix.
        if token.count > 4, token[slice: 0..<4].equals("dwk_") {
            guard !isBound else {
                return .decided(.answer(.invalidToken("key_as_token", Challenge(tokens, operation, isBound: true))))
            }
            return judgeKey(value, by: tokens, operation, now: now)
        }
        // 2. Known, or verified now (RFC 9068 §4).
        let digest = SecretDigest(hashing: token)
        cache.belong(to: tokens.generation)
        let entry: TokenCache.Entry
        if let known = cache.entry(digest), known.facts.expiresAt + tokens.verifier.policy.clockSkew > now {
            entry = known
        } else {
            switch facts(of: token, by: tokens, judged: judged, now: now) {
            case .success(let facts):
                entry = TokenCache.Entry(facts)
                cache.insert(entry, digest)
            case .failure(.ask(let resolver)): return .decided(.judge(Array(token), resolver))
            case .failure(.invalid(let reason)):
                cache.remove(digest)
                return .decided(.answer(.invalidToken(reason, Challenge(tokens, operation, isBound: isBound))))
            case .failure(.unavailable): return .decided(.answer(.issuerUnavailable))
            }
        }
        // 3. Not taken back, and of the kind that it is presented as.
        if let reason = Self.flaw(of: entry.facts, isBound: isBound, by: tokens) {
            let challenge = Challenge(tokens, operation, isBound: isBound)
            return .decided(.answer(.invalidToken(reason, challenge).about(entry.facts, operation)))
        }
        // 4. Enough for this operation (RFC 6750 §3.1).
        if let operation, !operation.scopes.isEmpty,
            !operation.scopes.contains(where: { $0.allSatisfy(entry.facts.scopes.contains) })
        {
            let challenge = Challenge(tokens, operation, isBound: isBound)
            return .decided(.answer(.insufficientScope(challenge).about(entry.facts, operation)))
        }
        return isBound ? .bound(BoundToken(entry: entry, digest: digest)) : .admitted(.token(TokenCaller(entry)))
    }

    /// Why a token that is genuine is not accepted.
    private static func flaw(of facts: AccessTokenFacts, isBound: Bool, by tokens: TokenGuard) -> String? {
        if tokens.revoked.concerns(facts) { return "revoked_token" }
        guard isBound else {
            // RFC 9449 §7.2: whoever has stolen it would leave the proof out; so this holds where proofs are not looked at, too.
            if facts.keyThumbprint != nil { return "bound_token_as_bearer" }
            return tokens.binding?.isRequired == true ? "unbound_token" : nil
        }
        return facts.keyThumbprint == nil ? "unbound_token" : nil
    }

    private func judgeKey(
        _ value: UnsafeRawBufferPointer, by tokens: TokenGuard, _ operation: RouteTable.Operation?, now: Int64
    ) -> TokenOutcome {
        switch source.authenticator.verdict(on: value, now: now) {
        case .admitted(let caller): return .admitted(caller)
        case .refused(let refusal):
            var answer = Answer.invalidToken(refusal.reason, Challenge(tokens, operation))
            answer.refusedKey = refusal.key
            return .decided(.answer(answer))
        }
    }

    private enum Unjudged: Error {
        case ask(any TokenResolver)
        case invalid(String)
        case unavailable
    }

    private func facts(
        of token: UnsafeRawBufferPointer, by tokens: TokenGuard, judged: TokenVerdict?, now: Int64
    ) -> Result<AccessTokenFacts, Unjudged> {
        switch judged {
        case .valid(let facts): return .success(facts)
        case .invalid(let reason): return .failure(.invalid(reason))
        case .unavailable: return .failure(.unavailable)
        case nil: break
        }
        if let resolver = tokens.resolver, resolver.isAlwaysAsked { return .failure(.ask(resolver)) }
        do throws(JOSEError) {
            return .success(AccessTokenFacts(try tokens.verifier.verify(token, now: now)))
        } catch {
            if case .unknownKey = error, let resolver = tokens.resolver { return .failure(.ask(resolver)) }
            return .failure(.invalid(error.word))
        }
    }

    /// The signed statement of who calls, made at most twice a minute for a token and an operation.
    func identity(
        of caller: Caller, operation: String, now: Int64, keys: inout [String: TokenCache.Entry]
    ) -> [UInt8]? {
        guard let minting = source.authenticator.tokens?.identity else { return nil }
        let entry: TokenCache.Entry
        switch caller {
        case .token(let caller): entry = caller.entry
        case .user(let record):
            if keys.count >= 10_000 { keys.removeAll() }
            entry =
                keys[record.id]
                ?? TokenCache.Entry(AccessTokenFacts(subject: record.user, client: "", scopes: [], expiresAt: .max))
            keys[record.id] = entry
        case .anonymous, .service: return nil
        }
        if let made = entry.identities[operation], made.until > now { return made.bytes }
        guard let bytes = minting.identity(of: entry.facts, operation: operation, now: now) else { return nil }
        if entry.identities.count >= 256 { entry.identities.removeAll() }
        entry.identities[operation] = (bytes, now + 30)
        return bytes
    }

    /// The token in a value of `Authorization`, and whether it is to be proved (RFC 9449 §7.1).
    private static func token(
        in value: UnsafeRawBufferPointer, by tokens: TokenGuard
    ) -> (UnsafeRawBufferPointer, isBound: Bool)? {
        if let token = credential("bearer", in: value) { return (token, false) }
        guard tokens.binding != nil, let token = credential("dpop", in: value) else { return nil }
        return (token, true)
    }

    private static func credential(
        _ scheme: StaticString, in value: UnsafeRawBufferPointer
    ) -> UnsafeRawBufferPointer? {
        let length = scheme.utf8CodeUnitCount
        guard value.count > length, value[slice: 0..<length].equalsIgnoringCase(scheme),
            value[length] == ByteClass.space
        else { return nil }
        var start = length
        while start < value.count, value[start] == ByteClass.space { start += 1 }
        return value[slice: start..<value.count]
    }

    /// `token68` (RFC 9110 §11.2).
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E, 0x2B, 0x2F, 0x3D: true
        default: false
        }
    }
}

/// Whose token it was. Entries belong to one event loop, and so does whoever holds one.
struct TokenCaller: @unchecked Sendable {
    let entry: TokenCache.Entry

    init(_ entry: TokenCache.Entry) { self.entry = entry }
}
