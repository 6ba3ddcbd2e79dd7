/// What a code was bought with, and what it buys.
struct CodeInHand: Sendable {
    let client: OAuthClient
    let code: String
    let pkce: PKCEPair?

    /// The form that redeems it, without credentials.
    var form: Form {
        var form: Form = ["grant_type": "authorization_code", "code": code, "redirect_uri": client.redirect]
        if let pkce { form.add("code_verifier", pkce.verifier) }
        return form
    }
}

/// An answer of the token endpoint.
struct Tokens: Sendable {
    let access: String
    let refresh: String?
    let scope: String

    init(_ answer: Response) throws {
        guard answer.status == 200, let json = try? answer.json(), let access = json["access_token"]?.string,
            let scope = json["scope"]?.string
        else { throw Failure("no tokens: \(answer.status) \(answer.text.prefix(300))") }
        self.access = access
        self.scope = scope
        refresh = json["refresh_token"]?.string
    }
}

extension Door {
    /// A complete and correct authorization request.
    func query(_ client: OAuthClient, pkce: PKCEPair?) -> Form {
        var form: Form = [
            "response_type": "code", "client_id": client.id, "redirect_uri": client.redirect, "scope": client.scope,
            "state": Canary.text("state"),
        ]
        if let pkce {
            form.add("code_challenge", pkce.challenge)
            form.add("code_challenge_method", "S256")
        }
        return form
    }

    /// A code, by a visitor who agrees.
    func code(
        _ client: OAuthClient, by visitor: inout Visitor, hasPKCE: Bool = true, more: Form = Form()
    ) async throws -> CodeInHand {
        let pkce = hasPKCE ? PKCEPair() : nil
        let redirect = try await visitor.authorize(query(client, pkce: pkce).adding(more))
        guard let code = redirect.code else { throw Failure("no code: \(redirect)") }
        return CodeInHand(client: client, code: code, pkce: pkce)
    }

    func redeem(_ code: CodeInHand) throws -> Response { try token(code.form, as: code.client) }

    func tokens(_ client: OAuthClient, by visitor: inout Visitor) async throws -> Tokens {
        try Tokens(redeem(try await code(client, by: &visitor)))
    }
}

extension OAuthFixture {
    func query(_ client: KnownClient, pkce: PKCEPair? = PKCEPair()) -> Form {
        door.query(self[client], pkce: client.usesPKCE ? pkce : nil)
    }

    func code(_ client: KnownClient, more: Form = Form()) async throws -> CodeInHand {
        var ada = ada
        return try await door.code(self[client], by: &ada, hasPKCE: client.usesPKCE, more: more)
    }

    func tokens(_ client: KnownClient) async throws -> Tokens { try Tokens(door.redeem(try await code(client))) }

    func authorize(_ query: Form, decision: String = "allow") async throws -> Redirect {
        var ada = ada
        return try await ada.authorize(query, decision: decision)
    }

    /// A token that a client has for itself.
    func machineToken(_ client: KnownClient = .machine, scope: String? = nil) throws -> String {
        let form = Form([("grant_type", "client_credentials")]).with("scope", scope)
        return try Tokens(door.token(form, as: self[client])).access
    }
}

extension KnownClient {
    /// Plugins and actions do not know PKCE.
    var usesPKCE: Bool { self != .plugin && self != .action }
}
