import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets

/// `/account/identities`: adds a place to sign in elsewhere, or takes one away.
struct IdentitiesAction: PersonalPage {
    let people: People
    let methods = ["POST"]

    func answer(_ request: EndpointRequest) async throws -> EndpointResponse {
        let form = try people.form(request)
        guard let visitor = try await people.visitor(request) else { return PeoplePages.seeOther("/oauth/sign-in") }
        guard try people.isGenuine(form, request, cookie: visitor.cookie) else {
            return people.stale(request, goOn: "/account")
        }
        if let id = try form["unlink"] { return try await unlink(id, visitor, request) }
        guard let provider = people.provider(named: try form["link"]) else { return PeoplePages.seeOther("/account") }
        // Whoever finds a browser open must not make himself a lasting way in.
        guard people.isRecent(visitor) else { return PeoplePages.seeOther("/oauth/sign-in?again=1") }
        let identities = try await people.store.identities(ofUser: visitor.user.id)
        guard !identities.contains(where: { $0.provider == provider.name }) else {
            return PeoplePages.seeOther("/account")
        }
        let present = people.browsers.value(in: request)
        let browser = present ?? people.browsers.make(random: people.configuration.random)
        var response = try await people.depart(
            to: provider, ProviderErrand(browser: browser, linkingUser: visitor.user), request)
        if present == nil { response.fields += people.browsers.setting(browser) }
        return response
    }

    /// What an identity is called in forms: nothing that a provider chose.
    static func id(of identity: IdentityRecord) -> String {
        Base64URL.encode(SecretDigest(hashing: Array("\(identity.issuer)\n\(identity.subject)".utf8)).bytes)
    }

    private func unlink(_ id: String, _ visitor: Visitor, _ request: EndpointRequest) async throws -> EndpointResponse {
        let user = visitor.user
        let identities = try await people.store.identities(ofUser: user.id)
        // The same answer for what is gone already and for what is another's.
        guard let identity = identities.first(where: { Self.id(of: $0) == id }) else {
            return PeoplePages.seeOther("/account?done=identity-removed")
        }
        guard hasOtherWay(than: identity, identities, user) else { return try await lastWay(visitor) }
        guard try await people.store.unlink(issuer: identity.issuer, subject: identity.subject, ofUser: user.id) else {
            return PeoplePages.seeOther("/account?done=identity-removed")
        }
        // Two who take one each away at once must not take all.
        let left = try await people.store.identities(ofUser: user.id)
        guard hasOtherWay(than: identity, left, user) else {
            _ = try await people.store.link(identity)
            return try await lastWay(visitor)
        }
        people.note("identity.unlinked", by: user.id, on: user.name, request, ["provider": identity.provider])
        return PeoplePages.seeOther("/account?done=identity-removed")
    }

    private func hasOtherWay(
        than identity: IdentityRecord, _ identities: [IdentityRecord], _ user: UserRecord
    ) -> Bool {
        if people.configuration.hasLocalAccounts, user.passwordHash != nil { return true }
        return identities.contains {
            ($0.issuer != identity.issuer || $0.subject != identity.subject)
                && people.provider(named: $0.provider) != nil
        }
    }

    private func lastWay(_ visitor: Visitor) async throws -> EndpointResponse {
        try await AccountPage(people: people).show(
            visitor, status: 400,
            problem: FormProblem(
                "This is your last way to sign in. Add another before you remove it.", .lastWayToSignIn))
    }

    /// The answer to somebody who came back to add an identity.
    static func linked(
        _ linking: ProviderArrival.Linking, _ people: People, _ stop: ProviderStop, _ arrival: ProviderArrival
    ) -> EndpointResponse {
        switch linking {
        case .done: return PeoplePages.seeOther("/account?done=identity-added")
        case .notAllowed(let word):
            return stop.notAllowed(word, arrival.identity, isLinking: true, arrival.request)
        case .taken:
            return people.pages.notice(
                status: 409, title: "That account is in use already",
                ["Somebody signs in with it here, with another account of \(people.configuration.theme.name)."],
                link: ("/account", "Back to your account"), flowID: arrival.request.requestID, refusal: .identityTaken)
        }
    }
}
