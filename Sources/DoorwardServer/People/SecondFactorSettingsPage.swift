import DoorwardJOSE
import DoorwardOAuth

/// `/account/second-factor`: switches the second factor on and off, and makes new recovery codes.
struct SecondFactorSettingsPage: PersonalPage {
    let people: People
    let methods = ["GET", "POST"]
    private static let path = "/account/second-factor"

    func answer(_ request: EndpointRequest) async throws -> EndpointResponse {
        let form = request.method == "POST" ? try people.form(request) : nil
        guard let visitor = try await people.visitor(request) else { return PeoplePages.seeOther("/oauth/sign-in") }
        guard let form else { return try show(visitor, status: 200) }
        guard try people.isGenuine(form, request, cookie: visitor.cookie) else {
            return people.stale(request, goOn: Self.path)
        }
        let sealedKey = try form["key"].flatMap { Base64URL.decode($0) }
        if let problem = try await people.problem(
            withPassword: try form["password"], in: "password", of: visitor, request)
        {
            return try show(visitor, sealedKey: sealedKey, problem: problem)
        }
        switch try form["action"] {
        case "on": return try await switchOn(try form["code"] ?? "", sealedKey, visitor, request)
        case "off": return try await switchOff(visitor, request)
        case "codes": return try await renew(visitor, request)
        default: return try show(visitor, problem: FormProblem("Choose what to do."))
        }
    }

    private func switchOn(
        _ code: String, _ sealedKey: [UInt8]?, _ visitor: Visitor, _ request: EndpointRequest
    ) async throws -> EndpointResponse {
        var user = visitor.user
        guard user.sealedTOTPKey == nil else { return try show(visitor) }
        user.sealedTOTPKey = sealedKey
        guard let sealedKey,
            let step = try? people.configuration.secondFactor.step(of: code, for: user, now: people.now)
        else {
            return try show(
                visitor, sealedKey: sealedKey,
                problem: FormProblem(
                    "The code is wrong. Type the one that the app shows now.", .wrongCode, fields: ["code"]))
        }
        return try await keep(sealedKey, kind: "second-factor.on", visitor, request) {
            // The code that switched it on is used up.
            _ = try await people.store.useTOTPStep(step, ofUser: user.id)
        }
    }

    private func renew(_ visitor: Visitor, _ request: EndpointRequest) async throws -> EndpointResponse {
        guard let sealedKey = visitor.user.sealedTOTPKey else { return try show(visitor) }
        return try await keep(sealedKey, kind: "second-factor.codes", visitor, request) {}
    }

    private func keep(
        _ sealedKey: [UInt8], kind: String, _ visitor: Visitor, _ request: EndpointRequest,
        then: () async throws -> Void
    ) async throws -> EndpointResponse {
        let user = visitor.user
        let codes = RecoveryCodes.make(random: people.configuration.random)
        _ = try await people.store.setSecondFactor(
            sealedKey: sealedKey, recoveryCodes: codes.compactMap { RecoveryCodes.digest(of: $0) }, ofUser: user.id)
        try await then()
        people.note(kind, by: user.id, on: user.name, request)
        return people.pages.page(
            AccountTemplates.recoveryCodes, title: "Recovery codes",
            ["codes": .list(codes.map { ["value": .text($0)] })])
    }

    private func switchOff(_ visitor: Visitor, _ request: EndpointRequest) async throws -> EndpointResponse {
        let user = visitor.user
        _ = try await people.store.setSecondFactor(sealedKey: nil, recoveryCodes: [], ofUser: user.id)
        people.note("second-factor.off", by: user.id, on: user.name, request)
        return PeoplePages.seeOther("/account?done=factor-off")
    }

    /// The page; the key that is offered travels through the form, sealed for this user, until a code confirms it.
    private func show(
        _ visitor: Visitor, status: Int = 400, sealedKey: [UInt8]? = nil, problem: FormProblem? = nil
    ) throws -> EndpointResponse {
        let user = visitor.user
        let csrf = PageValues.Value.text(people.token(visitor.cookie, Self.path))
        guard user.sealedTOTPKey == nil else {
            let left = "You have \(user.recoveryCodes.count) of \(RecoveryCodes.count) recovery codes left."
            return people.pages.page(
                AccountTemplates.secondFactorOn, status: status, title: "Second step",
                ["csrf": csrf, "left": .text(left), "asksPassword": .flag(people.hasPassword(user))], problem: problem)
        }
        let factor = people.configuration.secondFactor
        let key = sealedKey.flatMap { try? factor.open($0, of: user.id) } ?? people.configuration.random(TOTP.keySize)
        let uri = TOTP.uri(key: key, issuer: people.configuration.theme.name, account: user.name)
        let picture = QRCode(Array(uri.utf8)).map { code -> [PageValues] in
            [["viewBox": .text(code.viewBox), "path": .text(code.path)]]
        }
        return people.pages.page(
            AccountTemplates.secondFactorOff, status: status, title: "Add a second step",
            [
                "csrf": csrf, "uri": .text(uri), "picture": .list(picture ?? []),
                "readableKey": .text(TOTP.readable(key: key)), "asksPassword": .flag(people.hasPassword(user)),
                "sealedKey": .text(Base64URL.encode(try factor.seal(key, of: user.id))),
            ], problem: problem)
    }
}
