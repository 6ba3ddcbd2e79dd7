import DoorwardOAuth

/// `/account/revoke`: takes back what an app was allowed: one grant, or all of a client.
struct RevokeAction: PersonalPage {
    let people: People
    let methods = ["POST"]

    func answer(_ request: EndpointRequest) async throws -> EndpointResponse {
        let form = try people.form(request)
        guard let visitor = try await people.visitor(request) else { return PeoplePages.seeOther("/oauth/sign-in") }
        guard try people.isGenuine(form, request, cookie: visitor.cookie) else {
            return people.stale(request, goOn: "/account")
        }
        if let id = try form["grant"] {
            try await revoke(id, visitor.user, request)
        } else if let client = try form["client"] {
            try await revokeAll(of: client, visitor.user, request)
        }
        // The answer is the same for grants of others and for none, so that it tells nothing about them.
        return PeoplePages.seeOther("/account?done=revoked")
    }

    private var tokensEndBy: Int64 { AuthorizationPolicy.tokensEndBy(at: people.now) }

    private func revoke(_ id: String, _ user: UserRecord, _ request: EndpointRequest) async throws {
        guard let grant = try await people.store.grant(id: id), grant.userID == user.id, grant.revokedAt == nil else {
            return
        }
        let others = try await people.store.grants(ofUser: user.id, ofClient: grant.clientID, limit: 2)
        // With the last one goes the agreement: the app has to ask again.
        if others.count <= 1 { return try await revokeAll(of: grant.clientID, user, request) }
        if try await people.store.revokeGrant(id: id, at: people.now, tokensEndBy: tokensEndBy) {
            people.flow.server.noteRevocation(id, expiresAt: tokensEndBy)
            people.note("grant.revoked", by: user.id, on: id, request, ["client": grant.clientID])
        }
    }

    private func revokeAll(of client: String, _ user: UserRecord, _ request: EndpointRequest) async throws {
        let grants = try await people.store.grants(ofUser: user.id, ofClient: client, limit: 500)
        let count = try await people.store.revokeGrants(
            ofUser: user.id, ofClient: client, at: people.now, tokensEndBy: tokensEndBy)
        guard count > 0 else { return }
        for grant in grants { people.flow.server.noteRevocation(grant.id, expiresAt: tokensEndBy) }
        people.note("grant.revoked", by: user.id, on: client, request, ["client": client, "count": String(count)])
    }
}
