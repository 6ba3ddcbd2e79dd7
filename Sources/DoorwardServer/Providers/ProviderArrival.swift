import DoorwardOAuth

/// Finds out whose account somebody is who came back from a provider, or makes him one.
///
/// In this order: the rules of the provider, at each sign-in; issuer and subject; where the configuration says so the
/// verified e-mail address; a new account.
struct ProviderArrival {
    enum Outcome {
        case user(UserRecord)
        case disabled(UserRecord)
        /// Why, as the audit trail says it.
        case notAllowed(String)
        /// From here come too many who are new; wait so many seconds.
        case tooMany(Int64)
    }

    enum Linking {
        case done
        /// It is somebody else's.
        case taken
        case notAllowed(String)
    }

    let people: People
    let provider: any SignInProvider
    let identity: ProviderIdentity
    let request: EndpointRequest

    private var rules: ProviderRules { provider.rules }
    private var isAllowed: Bool { rules.allow.isEmpty || rules.allow.allow(identity) }

    /// The address as accounts have it. What is not plain ASCII is none: lower-casing could make another's of it.
    private var email: String? {
        guard let email = identity.email, (3...254).contains(email.utf8.count), email.utf8.contains(UInt8(ascii: "@")),
            email.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return UserRecord.canonical(email)
    }

    private var verifiedEmail: String? { identity.isEmailVerified ? email : nil }

    private func record(of user: UserRecord) -> IdentityRecord {
        IdentityRecord(
            issuer: identity.issuer, subject: identity.subject, userID: user.id, provider: provider.name,
            email: email ?? "", createdAt: people.now, lastSignedInAt: people.now)
    }

    func user() async throws -> Outcome {
        guard isAllowed else { return .notAllowed("not_allowed") }
        if let known = try await known() { return known }
        if let linked = try await linkedByEmail() { return linked }
        guard !rules.allow.isEmpty || people.configuration.isSignUpOpen else { return .notAllowed("no_account") }
        // Where anybody may come, nobody may come with thousands of accounts; those whom rules name may come at once.
        if rules.allow.isEmpty || rules.allow.everyone {
            let attempt = people.attempt(.signUp, at: nil, request)
            if case .refuse(let seconds) = try await people.throttle.admit(attempt, now: people.now) {
                return .tooMany(seconds)
            }
        }
        return try await make()
    }

    private func known() async throws -> Outcome? {
        guard let found = try await people.store.identity(issuer: identity.issuer, subject: identity.subject),
            let user = try await people.store.user(id: found.userID)
        else { return nil }
        guard user.disabledAt == nil else { return .disabled(user) }
        try await people.store.noteSignIn(
            issuer: identity.issuer, subject: identity.subject, provider: provider.name, email: email ?? found.email,
            at: people.now)
        return .user(user)
    }

    /// An account with the address that the provider vouches for. One that has another identity there already belongs
    /// to whoever had the address before; one that has an identity of a provider whose word is not taken for addresses
    /// may belong to anybody; and one with a second factor is joined by its owner only, who has it. What was taken away
    /// from an account is added by its owner again, or not at all.
    private func linkedByEmail() async throws -> Outcome? {
        guard rules.linksByVerifiedEmail, let email = verifiedEmail,
            let user = try await people.store.user(named: email), user.email.utf8.elementsEqual(email.utf8)
        else { return nil }
        let others = try await people.store.identities(ofUser: user.id)
        guard user.sealedTOTPKey == nil, !others.contains(where: { $0.issuer == identity.issuer }),
            others.allSatisfy({ isTrustedWithAddresses($0.provider) })
        else { return nil }
        guard user.disabledAt == nil else { return .disabled(user) }
        let wasTakenAway = try await people.store.wasTakenAway(
            issuer: identity.issuer, subject: identity.subject, fromUser: user.id)
        guard !wasTakenAway else { return .notAllowed("identity_taken_away") }
        guard try await people.store.link(record(of: user)) else {
            // Somebody else was faster: this same person with another tab, most likely.
            return try await known() ?? .notAllowed("identity_taken")
        }
        noteLink(to: user, by: "verified-email")
        return .user(user)
    }

    private func isTrustedWithAddresses(_ name: String) -> Bool {
        people.configuration.providers.contains { $0.name == name && $0.rules.linksByVerifiedEmail }
    }

    private func make() async throws -> Outcome {
        for name in AccountNaming.names(email: verifiedEmail, provider: provider.name, identity) {
            // A client's id could be taken for the person (RFC 9068 §5).
            guard AccountName.isAcceptable(name), try await people.store.user(named: name) == nil,
                try await people.store.client(id: name) == nil
            else { continue }
            // An address in an account is what others' sign-ins are joined by, and a name to sign in with.
            var address = rules.linksByVerifiedEmail ? verifiedEmail ?? "" : ""
            if !address.isEmpty, try await people.store.user(named: address) != nil { address = "" }
            let user = UserRecord(
                id: PublicID.make(people.configuration.random), name: name, email: address, createdAt: people.now,
                role: rules.role)
            if try await people.store.create(user, with: record(of: user)) {
                people.note("user.signed-up", by: user.id, on: user.name, request, ["provider": provider.name])
                noteLink(to: user, by: "first-sign-in")
                return .user(user)
            }
            // The same person with another tab; or the name was taken meanwhile.
            if let known = try await known() { return known }
        }
        return .notAllowed("no_free_name")
    }

    /// Adds the identity to the account of somebody who is signed in.
    func link(to user: UserRecord) async throws -> Linking {
        guard isAllowed else { return .notAllowed("not_allowed") }
        if let found = try await people.store.identity(issuer: identity.issuer, subject: identity.subject) {
            return found.userID == user.id ? .done : .taken
        }
        guard try await people.store.link(record(of: user)) else { return .taken }
        noteLink(to: user, by: "account")
        await keepTokens(of: user)
        return .done
    }

    private func noteLink(to user: UserRecord, by way: String) {
        people.note("identity.linked", by: user.id, on: user.name, request, ["provider": provider.name, "by": way])
    }

    /// Keeps what the provider gave for calls in the user's name. When that fails the sign-in goes on: the calls say
    /// what is missing.
    func keepTokens(of user: UserRecord) async {
        guard rules.keepsTokens, let tokens = identity.tokens else { return }
        do {
            try await people.configuration.keepTokens(tokens, user.id, provider.name)
        } catch {
            people.flow.server.report(error)
        }
    }
}
