import DoorwardOAuth
import DoorwardSecrets

/// `/account`: connected apps, API keys, sessions.
struct AccountPage: PersonalPage {
    let people: People
    let methods = ["GET"]
    /// How many grants are shown at most.
    private static let grantLimit = 500

    /// What a form did, as the address of the page says it afterwards.
    private static let done = [
        "revoked": "The access is revoked; it ends within a second.", "key": "The key is revoked.",
        "password": "Your password is changed, and you are signed out everywhere else.",
        "factor-off": "The second step is switched off.",
        "identity-added": "You can sign in with that account from now on.",
        "identity-removed": "That account does not lead here any more.",
    ]

    func answer(_ request: EndpointRequest) async throws -> EndpointResponse {
        guard let visitor = try await people.visitor(request) else { return PeoplePages.seeOther("/oauth/sign-in") }
        let done = QueryFields(request)["done"].flatMap { Self.done[$0] }
        return try await show(visitor, done: done)
    }

    /// The page; also what follows on a new key, which is shown this once.
    func show(
        _ visitor: Visitor, status: Int = 200, done: String? = nil, problem: FormProblem? = nil, newKey: String? = nil
    ) async throws -> EndpointResponse {
        if visitor.signedIn.session.lastSeenAt + 60 < people.now {
            try await people.store.touchSession(visitor.signedIn.session.digest, at: people.now)
        }
        let user = visitor.user
        let hint = user.recoveryCodes.count == 1 ? "1 recovery code" : "\(user.recoveryCodes.count) recovery codes"
        let off = people.hasPassword(user) ? "Off: the password is enough." : "Off."
        return people.pages.page(
            AccountTemplates.account, status: status, title: "Your account",
            [
                "user": .text(ShownText.line(user.name, limit: 80)), "done": .optional(done),
                "apps": .list(try await apps(user)),
                "keys": .list(try await keys(user, newKey: newKey)),
                "secondFactor": .text(user.sealedTOTPKey == nil ? off : "On, with \(hint) left."),
                "hasPassword": .flag(people.hasPassword(user)), "identities": .list(try await identities(user)),
                "identitiesToken": .text(people.token(visitor.cookie, "/account/identities")),
                "sessions": .list(try await sessions(visitor)),
                "signOutToken": .text(people.token(visitor.cookie, "/oauth/sign-out")),
                "revokeToken": .text(people.token(visitor.cookie, "/account/revoke")),
                "keysToken": .text(people.token(visitor.cookie, "/account/keys")),
                "everywhereToken": .text(people.token(visitor.cookie, "/account/sign-out-everywhere")),
            ], problem: problem, providers: people.configuration.providers)
    }

    /// What the user allowed, by client; the one that was allowed something last comes first.
    private func apps(_ user: UserRecord) async throws -> [PageValues] {
        let grants = try await people.store.grants(ofUser: user.id, ofClient: nil, limit: Self.grantLimit)
        var order: [String] = []
        var byClient: [String: [GrantRecord]] = [:]
        for grant in grants {
            if byClient[grant.clientID] == nil { order.append(grant.clientID) }
            byClient[grant.clientID, default: []].append(grant)
        }
        var apps: [PageValues] = []
        var anchors = Anchors()
        for id in order {
            let client = try await people.store.client(id: id)
            let grants = byClient[id] ?? []
            apps.append([
                "name": .text(ShownText.line(client?.name ?? id, limit: 80)), "clientID": .text(id),
                "shownID": .text(ShownText.line(id, limit: 120)),
                "anchor": .text(anchors.anchor(for: id, prefix: "app-")), "several": .flag(grants.count > 1),
                "grants": .list(grants.map(row)),
            ])
        }
        return apps
    }

    private func row(_ grant: GrantRecord) -> PageValues {
        [
            "id": .text(grant.id), "since": .text(DateText.readable(grant.createdAt)),
            "sinceISO": .text(DateText.iso(grant.createdAt)), "used": .text(DateText.readable(grant.lastUsedAt)),
            "usedISO": .text(DateText.iso(grant.lastUsedAt)), "place": .text(RedirectPlace(grant.redirectURI).name),
            "hasScopes": .flag(!grant.scopes.isEmpty), "scopes": people.sentences(grant.scopes),
        ]
    }

    private func sessions(_ visitor: Visitor) async throws -> [PageValues] {
        let sessions = try await people.store.sessions(ofUser: visitor.user.id, at: people.now)
        return sessions.sorted { $0.lastSeenAt > $1.lastSeenAt }.prefix(100).map { session in
            [
                "browser": .text(BrowserName.readable(session.userAgent)),
                "isThis": .flag(session.digest == visitor.signedIn.session.digest),
                "since": .text(DateText.readable(session.signedInAt)),
                "sinceISO": .text(DateText.iso(session.signedInAt)),
                "seen": .text(DateText.readable(session.lastSeenAt)),
                "seenISO": .text(DateText.iso(session.lastSeenAt)),
            ]
        }
    }

    /// With which accounts elsewhere the user signs in, and which can be added; nothing where none are configured.
    private func identities(_ user: UserRecord) async throws -> [PageValues] {
        let providers = people.configuration.providers
        guard !providers.isEmpty else { return [] }
        let identities = try await people.store.identities(ofUser: user.id)
        let others = providers.filter { provider in !identities.contains { $0.provider == provider.name } }
        return [
            [
                "hasIdentities": .flag(!identities.isEmpty), "list": .list(identities.prefix(100).map(row)),
                "hasOthers": .flag(!others.isEmpty), "others": .list(others.map(ProviderButton.values)),
            ]
        ]
    }

    private func row(_ identity: IdentityRecord) -> PageValues {
        let provider = people.provider(named: identity.provider)
        let email = identity.email.isEmpty ? nil : ShownText.line(identity.email, limit: 254)
        return [
            "id": .text(IdentitiesAction.id(of: identity)), "email": .optional(email),
            "label": .text(provider.map(ProviderButton.label) ?? ShownText.line(identity.provider, limit: 40)),
            "since": .text(DateText.readable(identity.createdAt)), "sinceISO": .text(DateText.iso(identity.createdAt)),
            "used": .text(DateText.readable(identity.lastSignedInAt)),
            "usedISO": .text(DateText.iso(identity.lastSignedInAt)),
        ]
    }

    private func keys(_ user: UserRecord, newKey: String?) async throws -> [PageValues] {
        guard let store = people.configuration.apiKeys else { return [] }
        let records = try await store.list(user: user.id)
        return [
            [
                "newKey": .optional(newKey), "hasKeys": .flag(!records.isEmpty),
                "list": .list(records.reversed().prefix(200).map(row)),
            ]
        ]
    }

    private func row(_ key: APIKeyRecord) -> PageValues {
        let now = people.now
        var state = "Made \(DateText.readable(key.createdAt))"
        if let used = key.lastUsedAt { state += ", last used \(DateText.readable(used))" }
        let isOver = key.expiresAt.map { $0 <= now } ?? false
        if let revoked = key.revokedAt {
            state += ", revoked \(DateText.readable(revoked))"
        } else if let expires = key.expiresAt {
            state += isOver ? ", expired \(DateText.readable(expires))" : ", good until \(DateText.readable(expires))"
        }
        return [
            "id": .text(key.id), "label": .text(ShownText.line(key.label, limit: 60)), "hint": .text(key.hint),
            "state": .text(state + "."), "isLive": .flag(key.revokedAt == nil && !isOver),
        ]
    }
}
