import DoorwardJOSE
import DoorwardOAuth

/// `/oauth/sign-out`: ends the session, and goes back to signing in where a client waits.
struct SignOutAction: PersonalPage {
    let people: People
    let methods = ["POST"]

    func answer(_ request: EndpointRequest) async throws -> EndpointResponse {
        let form = try people.form(request)
        // It goes into a header field, so it has to be a handle and nothing else.
        let handle = try form["flow"].flatMap { handle in
            handle.hasPrefix("dwf_") && Base64URL.decode(String(handle.dropFirst(4))) != nil ? handle : nil
        }
        let next = handle.map { "/oauth/sign-in?flow=\($0)" } ?? "/oauth/signed-out"
        if let visitor = try await people.visitor(request) {
            guard try people.isGenuine(form, request, cookie: visitor.cookie) else {
                return people.stale(request, goOn: "/account")
            }
            try await people.store.endSession(visitor.signedIn.session.digest)
        }
        return PeoplePages.seeOther(next, cookies: people.sessions.clearing())
    }
}

/// `/oauth/signed-out`: says so.
struct SignedOutPage: PersonalPage {
    let people: People
    let methods = ["GET"]

    func answer(_ request: EndpointRequest) async throws -> EndpointResponse {
        people.pages.notice(
            title: "You are signed out", ["Connected apps keep their access until you revoke it in your account."],
            link: ("/oauth/sign-in", "Sign in again"))
    }
}
