internal import DoorwardSecrets
internal import NIOCore

/// Calls that reach the API with the user's own token for it.
extension GateConnection {
    /// Finds the token of the caller's user.
    ///
    /// - Returns: whether the call can go on at once; else it has been answered, or waits.
    func hasUserToken(of caller: Caller, _ head: RequestHead, _ buffer: ByteBuffer) -> Bool {
        guard let source = policy.source.userCredentials else { return true }
        let user: String
        switch caller {
        // What is open to everyone is nobody's call.
        case .anonymous: return true
        case .service:
            take(.missing)
            return false
        case .user(let record): user = record.user
        case .token(let caller):
            // A client that acts for itself is its own subject.
            guard caller.entry.facts.subject != caller.entry.facts.client else {
                take(.missing)
                return false
            }
            user = caller.entry.facts.subject
        }
        let now = loop.clock.unixSeconds
        if let known = source.cached(ofUser: user, now: now) { return take(.token(known.token)) }
        wait(
            with: head, buffer, { await source.credential(ofUser: user, now: now) },
            then: { client, answer, head, buffer in
                client.goOn { if client.take(answer) { client.admit(head, buffer) } }
            })
        return false
    }

    /// - Returns: whether there is a token; else the call has been answered.
    @discardableResult
    private func take(_ answer: UserCredentialAnswer) -> Bool {
        switch answer {
        case .token(let token) where Self.isSound(token):
            request.userToken = token
            return true
        case .token, .missing: refuse(.noUserToken)
        case .ended:
            guard let tokens = policy.source.authenticator.tokens else {
                refuse(.noUserToken)
                return false
            }
            var isBound = false
            if case .token(let caller) = request.caller { isBound = caller.entry.facts.keyThumbprint != nil }
            let operation = request.operationIndex.map { policy.routes.operations[$0] }
            refuse(.invalidToken("user_token_ended", Challenge(tokens, operation, isBound: isBound)))
        case .unavailable: refuse(.userTokenUnavailable)
        }
        return false
    }

    /// Answers with a refusal, and lets the audit trail know whose call it was.
    private func refuse(_ answer: Answer) {
        var answer = answer
        switch request.caller {
        case .token(let caller): answer.refusedToken = caller.entry.facts
        case .user(let record): answer.refusedKey = record
        case .anonymous, .service: break
        }
        respond(answer)
    }

    /// Whether a token can stand in a header line: visible ASCII, of a length that every server takes.
    private static func isSound(_ token: [UInt8]) -> Bool {
        !token.isEmpty && token.count <= 16 << 10 && token.allSatisfy { $0 > ByteClass.space && $0 < 0x7F }
    }
}

extension Answer {
    /// The user has no token for the API, and the API wants one.
    fileprivate static let noUserToken = Answer(
        status: 403, contentType: "application/json",
        body: Array(
            (#"{"detail":"This operation needs an account at the provider that the user signs in with, "#
                + #"and there is none for this user.","error":"no_user_token"}"#).utf8),
        refusal: "no_user_token")

    /// Nobody could tell whether the user has one.
    fileprivate static let userTokenUnavailable = Answer(
        status: 503, contentType: "application/json", fields: Array("retry-after: 5\r\n".utf8),
        body: Array(
            #"{"detail":"The sign-in provider cannot be reached.","error":"temporarily_unavailable"}"#.utf8),
        refusal: "user_token_unavailable")
}
