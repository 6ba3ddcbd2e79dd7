import DoorwardOAuth

/// `/oauth/device`: somebody who is signed in types the code that a device shows, sees what asks, and answers
/// (RFC 8628 §3.3).
///
/// A code in the address is put into the form and no further: the page does nothing until somebody has looked at it
/// (§5.4). The form that answers is good for its code and its browser only, so that it need not be counted as a guess.
struct DevicePage: PersonalPage {
    let people: People
    let methods = ["GET", "POST"]

    private static let path = DeviceAuthorizationEndpoint.pagePath

    private var way: DeviceReturn { DeviceReturn(isSecure: people.configuration.isSecure) }

    func answer(_ request: EndpointRequest) async throws -> EndpointResponse {
        let form = request.method == "POST" ? try people.form(request) : nil
        let typed =
            try form.map { form throws(SubmittedForm.Refusal) in try form["user_code"] }
            ?? QueryFields(request)["user_code"]
        let code = typed.flatMap { UserCode($0) }
        guard let visitor = try await people.visitor(request) else {
            return PeoplePages.seeOther("/oauth/sign-in", cookies: way.setting(code))
        }
        guard let form else {
            return ask(visitor, code: code?.shown ?? "", cookies: way.clearing(request))
        }
        if let decision = try form["decision"], let code {
            guard isGenuine(try form["csrf"], for: code, visitor) else { return stale(visitor, code) }
            return try await decide(decision, code, visitor, request)
        }
        guard try people.isGenuine(form, request, cookie: visitor.cookie) else { return stale(visitor, code) }
        return try await look(code, typed: typed ?? "", visitor, request)
    }

    /// Finds the device of a code that was typed, and shows what asks.
    private func look(
        _ code: UserCode?, typed: String, _ visitor: Visitor, _ request: EndpointRequest
    ) async throws -> EndpointResponse {
        guard let code else {
            return ask(
                visitor, status: 400, code: typed.utf8.count <= 40 ? typed : "",
                problem: FormProblem(
                    "A code has eight letters, such as BCDF-GHJK. Look at your device again.", .unusableInput,
                    fields: ["user_code"]))
        }
        let guesses = DeviceGuesses(store: people.store, userID: visitor.user.id, address: request.client)
        guard try await guesses.admit(at: people.now) else {
            var response = ask(
                visitor, status: 429,
                problem: FormProblem(
                    "Too many codes were tried. Wait ten minutes, then start again on your device.",
                    .tooManyAttempts))
            response.fields.append(("Retry-After", String(DeviceGuesses.window)))
            return response
        }
        guard let device = try await people.store.device(userCode: code.digest, at: people.now),
            device.state == .pending, let client = try await client(of: device)
        else {
            try await guesses.failed(at: people.now)
            return ask(visitor, status: 400, code: code.shown, problem: Self.unknown)
        }
        return show(device, client, code, visitor)
    }

    private static let unknown = FormProblem(
        "No device waits with this code. It may have waited too long: look at the device, or start again there.",
        .wrongCode, fields: ["user_code"])

    /// Writes the answer down; it counts once, and before the device has given up.
    private func decide(
        _ decision: String, _ code: UserCode, _ visitor: Visitor, _ request: EndpointRequest
    ) async throws -> EndpointResponse {
        guard let device = try await people.store.device(userCode: code.digest, at: people.now),
            device.state == .pending, let client = try await client(of: device)
        else { return over(request) }
        let isAllowed: Bool
        switch decision {
        case "allow": isAllowed = true
        case "deny": isAllowed = false
        default:
            return show(
                device, client, code, visitor, status: 400, problem: FormProblem("Choose to deny or to allow."))
        }
        let state: DeviceAuthorization.State =
            isAllowed ? .approved(userID: visitor.user.id, role: visitor.user.role) : .denied
        // What the API needs of the user's provider comes with a sign-in only.
        if isAllowed, visitor.signedIn.session.signedInAt < device.createdAt,
            await people.flow.lacksProviderTokens(visitor.user.id)
        {
            return PeoplePages.seeOther("/oauth/sign-in?again=1", cookies: way.setting(code))
        }
        // Before the agreement counts, so that a client is never forgotten that somebody agreed to.
        if isAllowed {
            do throws(Rejection) { try await people.flow.server.adopt(client) } catch {
                guard error != .unknownClient else { return over(request) }
                throw error
            }
        }
        guard try await people.store.decideDevice(device.digest, state: state, at: people.now) else {
            return over(request)
        }
        people.note(
            isAllowed ? "device.approved" : "device.denied", by: visitor.user.id, on: client.id, request,
            ["scopes": device.scopes.joined(separator: " ")])
        return isAllowed
            ? people.pages.notice(
                title: "Your device is connected",
                ["It goes on by itself in a few seconds. You can close this page."],
                link: ("/account", "Your account"))
            : people.pages.notice(
                title: "Nothing was allowed", ["The device is told so. You can close this page."],
                link: ("/account", "Your account"))
    }

    /// The client as it is now; nil when it is gone or may not do this any more.
    private func client(of device: DeviceAuthorization) async throws -> ClientRecord? {
        guard let client = try await people.flow.server.knownClient(device.clientID), client.removedAt == nil,
            let profile = ClientProfile.named(client.profile), profile.grants.contains(.deviceCode)
        else { return nil }
        return client
    }

    private func ask(
        _ visitor: Visitor, status: Int = 200, code: String = "", problem: FormProblem? = nil,
        cookies: [(name: String, value: String)] = []
    ) -> EndpointResponse {
        people.pages.page(
            DeviceTemplates.code, status: status, title: "Connect a device",
            [
                "code": .text(code), "user": .text(ShownText.line(visitor.user.name, limit: 80)),
                "csrf": .text(people.token(visitor.cookie, Self.path)),
            ], problem: problem, focus: "user_code", cookies: cookies)
    }

    private func show(
        _ device: DeviceAuthorization, _ client: ClientRecord, _ code: UserCode, _ visitor: Visitor,
        status: Int = 200, problem: FormProblem? = nil
    ) -> EndpointResponse {
        let scopes = ScopeSet.inForce(device.scopes, of: client, known: people.configuration.policy.scopeNames)
        let host = client.registration?.kind == .document ? RedirectPlace(client.id).name : nil
        return people.pages.page(
            DeviceTemplates.consent, status: status, title: "Allow this device?",
            [
                "client": .text(ShownText.line(client.name, limit: 80)), "host": .optional(host),
                "clientID": .text(ShownText.line(client.id, limit: 120)),
                "isRegisteredByItself": .flag(client.registration?.kind == .dynamic), "code": .text(code.shown),
                "hasScopes": .flag(!scopes.isEmpty), "scopes": people.sentences(scopes),
                "user": .text(ShownText.line(visitor.user.name, limit: 80)),
                "csrf": .text(people.token(visitor.cookie, Self.deciding(code))),
            ], problem: problem)
    }

    /// What the token of the answering form is made for.
    private static func deciding(_ code: UserCode) -> String { "\(path) \(code.canonical)" }

    private func isGenuine(_ token: String?, for code: UserCode, _ visitor: Visitor) -> Bool {
        people.configuration.formTokens.isRight(token, cookie: visitor.cookie, path: Self.deciding(code))
    }

    private func stale(_ visitor: Visitor, _ code: UserCode?) -> EndpointResponse {
        ask(
            visitor, status: 400, code: code?.shown ?? "",
            problem: FormProblem("The page was too old. Please look at the code and go on once more.", .staleForm))
    }

    private func over(_ request: EndpointRequest) -> EndpointResponse {
        people.pages.notice(
            status: 400, title: "This device no longer waits",
            ["It was answered already, or waited too long. If it still asks, start again there."],
            link: (Self.path, "Type another code"), flowID: request.requestID, refusal: .signInOver)
    }
}
