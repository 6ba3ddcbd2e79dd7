import DoorwardOAuth

/// `/account/sign-out-everywhere`: ends all sessions, this one too.
struct SignOutEverywhereAction: PersonalPage {
    let people: People
    let methods = ["POST"]

    func answer(_ request: EndpointRequest) async throws -> EndpointResponse {
        let form = try people.form(request)
        guard let visitor = try await people.visitor(request) else { return PeoplePages.seeOther("/oauth/sign-in") }
        guard try people.isGenuine(form, request, cookie: visitor.cookie) else {
            return people.stale(request, goOn: "/account")
        }
        let count = try await people.store.endSessions(ofUser: visitor.user.id, except: nil)
        people.note("sessions.ended", by: visitor.user.id, on: visitor.user.name, request, ["count": String(count)])
        return PeoplePages.seeOther("/oauth/signed-out", cookies: people.sessions.clearing())
    }
}
