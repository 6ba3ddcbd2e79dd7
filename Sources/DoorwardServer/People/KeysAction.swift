import DoorwardOAuth
import DoorwardSecrets

/// `/account/keys`: makes an API key, or revokes one.
struct KeysAction: PersonalPage {
    let people: People
    let store: any APIKeyStore
    let methods = ["POST"]
    /// How many live keys a user may have.
    private static let limit = 50

    func answer(_ request: EndpointRequest) async throws -> EndpointResponse {
        let form = try people.form(request)
        guard let visitor = try await people.visitor(request) else { return PeoplePages.seeOther("/oauth/sign-in") }
        guard try people.isGenuine(form, request, cookie: visitor.cookie) else {
            return people.stale(request, goOn: "/account")
        }
        if let id = try form["revoke"] { return try await revoke(id, visitor, request) }
        return try await issue(try form["label"] ?? "", days: try form["days"] ?? "", visitor, request)
    }

    private func revoke(_ id: String, _ visitor: Visitor, _ request: EndpointRequest) async throws -> EndpointResponse {
        let mine = try await store.list(user: visitor.user.id).contains { $0.id == id && $0.revokedAt == nil }
        if mine, try await store.revoke(id: id, at: people.now) != nil {
            people.note("key.revoked", by: visitor.user.id, on: id, request)
        }
        return PeoplePages.seeOther("/account?done=key")
    }

    /// The one form that is answered with a page instead of a redirect: the key is kept nowhere to be shown later.
    private func issue(
        _ label: String, days: String, _ visitor: Visitor, _ request: EndpointRequest
    ) async throws -> EndpointResponse {
        let page = AccountPage(people: people)
        let allowed: [String: Int64] = ["30": 30, "90": 90, "365": 365, "0": 0]
        guard label.unicodeScalars.count <= 60, let days = allowed[days] else {
            return try await page.show(
                visitor, status: 400,
                problem: FormProblem(
                    "Say in at most 60 characters what the key is for, and how long it is good for.",
                    fields: ["label"]))
        }
        let now = people.now
        let live = try await store.list(user: visitor.user.id)
            .count { $0.revokedAt == nil && ($0.expiresAt ?? .max) > now }
        guard live < Self.limit else {
            return try await page.show(
                visitor, status: 400,
                problem: FormProblem(
                    "You have \(Self.limit) keys already. Revoke one that you no longer need.", .tooManyKeys))
        }
        var random = ByteGenerator(random: people.configuration.random)
        let key = APIKey.generate(using: &random)
        let record = APIKeyRecord(
            of: key, user: visitor.user.id, label: ShownText.line(label, limit: 60), createdAt: now,
            expiresAt: days == 0 ? nil : now + days * 86_400, using: &random)
        try await store.create(record)
        people.note("key.issued", by: visitor.user.id, on: record.id, request)
        return try await page.show(visitor, newKey: key.text)
    }
}

/// Random numbers out of the configured random bytes.
private struct ByteGenerator: RandomNumberGenerator {
    let random: @Sendable (Int) -> [UInt8]

    func next() -> UInt64 { random(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
