internal import DoorwardJOSE
internal import DoorwardSecrets

/// Asks Google's token endpoints for access tokens.
struct GoogleGrant: Sendable {
    let surroundings: SourceSurroundings

    /// What an identity got, and what the answers said of the time.
    struct Outcome: Sendable {
        var token: GoogleAccessToken
        var clock: GoogleClock
    }

    func token(for identity: GoogleIdentity, clock: GoogleClock) async throws(SecretSourceError) -> Outcome {
        switch identity {
        case .serviceAccount(let account): return try await token(for: account, clock: clock)
        case .user(let user): return Outcome(token: try await token(for: user), clock: clock)
        case .workload(let workload): return Outcome(token: try await token(for: workload), clock: clock)
        case .machine: return Outcome(token: try await GoogleMetadata(surroundings).token(), clock: clock)
        case .impersonated(let target, .serviceAccount(let source)):
            let outcome = try await token(for: source, clock: clock)
            return Outcome(token: try await token(for: target, by: outcome.token), clock: outcome.clock)
        case .impersonated(let target, .user(let source)):
            return Outcome(token: try await token(for: target, by: try await token(for: source)), clock: clock)
        case .impersonated(let target, .workload(let source)):
            return Outcome(token: try await token(for: target, by: try await token(for: source)), clock: clock)
        }
    }

    /// The grant of RFC 7523 §2.1: signed claims. Refused for the time in them, they are signed again by the clock of
    /// the answer, once.
    private func token(
        for account: GoogleServiceAccount, clock: GoogleClock
    ) async throws(SecretSourceError) -> Outcome {
        var clock = clock
        var mayBeTime = true
        while true {
            let time = surroundings.now() + clock.offset
            let assertion = try account.assertion(at: time)
            let answer = try await post(
                account.tokenAddress,
                [("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion)])
            if answer.status == 200 {
                let token = try accessToken(answer, account.tokenAddress)
                return Outcome(token: token, clock: clock)
            }
            let fault = GoogleFault(answer)
            if mayBeTime, fault.code == "invalid_grant", clock.learn(from: answer, now: surroundings.now()) {
                mayBeTime = false
                continue
            }
            throw refusal(
                fault, account.tokenAddress,
                fault.code == "invalid_grant"
                    ? "the key in \(account.file) is deleted or disabled, its account is gone, or this machine's clock is "
                        + "wrong; make a new key, or set the clock"
                    : "make a new key for the account in \(account.file)")
        }
    }

    /// The grant of RFC 6749 §6.
    private func token(for user: GoogleUser) async throws(SecretSourceError) -> GoogleAccessToken {
        let answer = try await post(
            user.tokenAddress,
            [
                ("grant_type", "refresh_token"), ("client_id", user.clientID), ("client_secret", user.clientSecret),
                ("refresh_token", user.refreshToken),
            ])
        guard answer.status == 200 else {
            throw refusal(
                GoogleFault(answer), user.tokenAddress,
                "the sign-in kept in \(user.file) has ended; run: gcloud auth application-default login")
        }
        return try accessToken(answer, user.tokenAddress)
    }

    /// The grant of RFC 8693 §2.1, as the Security Token Service takes it (Method: token, of its REST reference).
    private func token(for workload: GoogleWorkload) async throws(SecretSourceError) -> GoogleAccessToken {
        let subject = try await GoogleSubjectToken(surroundings).read(workload)
        var fields = [
            (name: "grant_type", value: "urn:ietf:params:oauth:grant-type:token-exchange"),
            ("audience", workload.audience),
            ("scope", GoogleIdentity.scope),
            ("requested_token_type", "urn:ietf:params:oauth:token-type:access_token"), ("subject_token", subject),
            ("subject_token_type", workload.subjectTokenType),
        ]
        var headers: [(name: String, value: String)] = []
        if let id = workload.clientID {
            let pair = PercentEncoding.encode(id) + ":" + PercentEncoding.encode(workload.clientSecret ?? "")
            headers.append(("authorization", "Basic " + PaddedBase64.encode(Array(pair.utf8))))
        } else if let project = workload.userProject {
            let options = JOSEObject(["userProject": .string(project)]).encoded
            fields.append(("options", PercentEncoding.encode(options)))
        }
        let answer = try await post(workload.tokenAddress, fields, headers: headers)
        guard answer.status == 200 else {
            throw refusal(
                GoogleFault(answer), workload.tokenAddress,
                "check audience and subject_token_type in \(workload.file), that the provider of the pool trusts the "
                    + "issuer, and that the workload's token is fresh")
        }
        return try accessToken(answer, workload.tokenAddress)
    }

    /// `generateAccessToken` of the IAM Service Account Credentials API.
    private func token(
        for target: GoogleImpersonation, by source: GoogleAccessToken
    ) async throws(SecretSourceError) -> GoogleAccessToken {
        let body = JOSEObject([
            "delegates": .array(target.delegates.map { .string($0) }),
            "scope": .array([.string(GoogleIdentity.scope)]), "lifetime": .string("\(target.lifetime)s"),
        ])
        let request = SecretRequest(
            "POST", target.address.text,
            headers: [
                ("authorization", "Bearer " + (source.value.revealUTF8() ?? "")), ("content-type", "application/json"),
                ("accept", "application/json"),
            ], body: body.encoded)
        let answer = try await surroundings.send { () throws(SecretSourceError) in request }
        let place = target.address.host
        guard answer.status == 200 else {
            throw refusal(
                GoogleFault(answer), target.address,
                "the caller needs roles/iam.serviceAccountTokenCreator (or roles/iam.workloadIdentityUser) on the "
                    + "account named in \(target.file)")
        }
        let object = try JOSEObject(answer.body, place: "the answer of \(place)")
        let token = try GoogleAccessToken.checked(object["accessToken"], place: place)
        guard let end = object["expireTime"]?.string.flatMap(InternetTime.timestamp) else {
            throw .malformed(reason: "\(place) answered without expireTime, which has to be a time of RFC 3339")
        }
        // The end is by Google's clock, which its answer shows.
        let now = surroundings.now()
        let life = end - (answer.date ?? now)
        guard life > 0 else { throw .malformed(reason: "\(place) answered with a token that has ended already") }
        return GoogleAccessToken(token, life: life, now: now)
    }

    private func post(
        _ address: GoogleAddress, _ fields: [(name: String, value: String)],
        headers: [(name: String, value: String)] = []
    ) async throws(SecretSourceError) -> SecretResponse {
        let request = SecretRequest(
            "POST", address.text,
            headers: headers + [
                ("content-type", "application/x-www-form-urlencoded"), ("accept", "application/json"),
            ], body: Array(PercentEncoding.form(fields).utf8))
        return try await surroundings.send { () throws(SecretSourceError) in request }
    }

    private func accessToken(
        _ answer: SecretResponse, _ address: GoogleAddress
    ) throws(SecretSourceError) -> GoogleAccessToken {
        try GoogleAccessToken(answer: answer, from: address.host, now: surroundings.now())
    }

    private func refusal(_ fault: GoogleFault, _ address: GoogleAddress, _ advice: String) -> SecretSourceError {
        fault.passing(address.host) ?? .denied(reason: "\(address.host) says \(fault.words): \(advice)")
    }
}
