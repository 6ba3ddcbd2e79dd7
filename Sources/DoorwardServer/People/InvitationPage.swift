import DoorwardOAuth
import DoorwardSecrets

/// `/oauth/invitation?token=…`: sets the password of a new account, or a new one after a reset.
struct InvitationPage: PersonalPage {
    let people: People
    let methods = ["GET", "POST"]
    private static let path = "/oauth/invitation"

    func answer(_ request: EndpointRequest) async throws -> EndpointResponse {
        guard people.configuration.hasLocalAccounts else { return noPasswords(request) }
        guard request.method == "POST" else {
            return try await show(QueryFields(request)["token"] ?? "", request, status: 200)
        }
        let form = try people.form(request)
        let token = try form["token"] ?? ""
        guard try people.isGenuine(form, request, cookie: people.browsers.value(in: request)) else {
            return try await show(
                token, request,
                problem: FormProblem(
                    "The browser did not send its cookie. Please type the password once more.", .staleForm))
        }
        guard let user = try await user(of: token) else { return over(request) }
        let names = [user.name, user.email, people.configuration.theme.name]
        switch try NewPassword.read(form, names: names) {
        case .problem(let problem): return try await show(token, request, problem: problem)
        case .password(let password):
            let hash = try await people.hash(password)
            guard
                let user = try await people.store.acceptInvitation(
                    digest(token), passwordHash: hash.text, at: people.now)
            else { return over(request) }
            _ = try await people.store.endSessions(ofUser: user.id, except: nil)
            people.note("password.changed", by: user.id, on: user.name, request, ["by": "invitation"])
            return PeoplePages.seeOther(
                "/oauth/sign-in?done=password" + Self.nameQuery(user.name), cookies: people.sessions.clearing())
        }
    }

    /// Names the account for the sign-in page, as long as the name needs no encoding; those that can be chosen do not.
    private static func nameQuery(_ name: String) -> String {
        AccountName.isAcceptable(name) ? "&name=\(name)" : ""
    }

    private func digest(_ token: String) -> SecretDigest { SecretDigest(hashing: Array(token.utf8)) }

    private func user(of token: String) async throws -> UserRecord? {
        guard token.hasPrefix("dwi_"), token.utf8.count <= 128,
            let invitation = try await people.store.invitation(digest(token)), invitation.expiresAt > people.now,
            let user = try await people.store.user(id: invitation.userID), user.disabledAt == nil
        else { return nil }
        return user
    }

    private func show(
        _ token: String, _ request: EndpointRequest, status: Int = 400, problem: FormProblem? = nil
    ) async throws -> EndpointResponse {
        guard let user = try await user(of: token) else { return over(request) }
        let present = people.browsers.value(in: request)
        let browser = present ?? people.browsers.make(random: people.configuration.random)
        return people.pages.page(
            FlowTemplates.newPassword, status: status, title: "Set your password",
            [
                "action": .text(Self.path), "token": .optional(token),
                "knownName": .optional(ShownText.line(user.name, limit: 80)), "choosesName": false, "name": "",
                "csrf": .text(people.token(browser, Self.path)), "button": "Set the password",
            ], problem: problem, focus: "password", cookies: present == nil ? people.browsers.setting(browser) : [])
    }

    private func noPasswords(_ request: EndpointRequest) -> EndpointResponse {
        people.pages.notice(
            status: 403, title: "No password is needed here",
            [
                "People sign in to \(people.configuration.theme.name) with an account that they have elsewhere, so "
                    + "this link is not used any more."
            ],
            link: ("/oauth/sign-in", "Sign in"), flowID: request.requestID, refusal: .noLocalAccounts)
    }

    private func over(_ request: EndpointRequest) -> EndpointResponse {
        people.pages.notice(
            status: 400, title: "This link no longer works",
            [
                "It was used before, or its time is over. Whoever runs \(people.configuration.theme.name) can send another."
            ],
            link: ("/oauth/sign-in", "Sign in"), flowID: request.requestID, refusal: .invitationOver)
    }
}
