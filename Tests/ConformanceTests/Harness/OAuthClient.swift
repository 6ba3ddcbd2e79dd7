/// A client that `doorward client add` made.
struct OAuthClient: Sendable {
    let id: String
    let secret: String?
    /// The first of its redirect URIs; empty where it has none.
    let redirect: String
    let scope: String

    /// Its credentials in a body.
    var credentials: Form {
        var form: Form = ["client_id": id]
        if let secret { form.add("client_secret", secret) }
        return form
    }

    /// Its credentials as a header (RFC 6749 §2.3.1).
    var basic: (String, String) {
        ("Authorization", "Basic " + Base64Text.encode("\(Form.encode(id)):\(Form.encode(secret ?? ""))"))
    }

    /// The same client with another secret, or none.
    func with(secret: String?) -> OAuthClient { OAuthClient(id: id, secret: secret, redirect: redirect, scope: scope) }
}

/// What is to be registered.
struct OAuthClientPlan: Sendable {
    var profile = "web"
    var name: String
    var redirects: [String] = []
    var assistantID: String?
    var isPublic = false
    var scope = "notes:read notes:write"
    var id: String?
}

extension Door {
    func add(_ plan: OAuthClientPlan) throws -> OAuthClient {
        var arguments = ["client", "add", "--profile", plan.profile, "--name", plan.name, "--scope", plan.scope]
        for redirect in plan.redirects { arguments += ["--redirect", redirect] }
        if let id = plan.assistantID { arguments += ["--assistant-id", id] }
        if plan.isPublic { arguments.append("--public") }
        if let id = plan.id { arguments += ["--id", id] }
        arguments += ["--format", "json", "--config", "\(name).yaml"]
        let run = try CommandLineTool.doorward(arguments, in: folder)
        guard run.status == 0, let json = try? JSONValue(parsing: run.output), let id = json["client_id"]?.string else {
            throw Failure("doorward \(arguments.joined(separator: " ")): \(run.status): \(run.everything)")
        }
        let assistant = plan.assistantID.map { "https://chat.openai.com/aip/\($0)/oauth/callback" }
        return OAuthClient(
            id: id, secret: json["client_secret"]?.string, redirect: plan.redirects.first ?? assistant ?? "",
            scope: plan.scope)
    }

    /// Adds somebody who can sign in, and answers the password.
    func addUser(_ name: String) throws -> String {
        let password = Canary.text("password")
        try mustRun(
            "user", "add", name, "--email", "\(name)@people.example", "--password-stdin", input: password + "\n")
        return password
    }
}
