internal import DoorwardJOSE
internal import DoorwardSecrets

/// Gets tokens by one of the ways of ``VaultSettings/Login``.
struct VaultLogin: Sendable {
    let connection: VaultConnection
    let settings: VaultSettings

    private var surroundings: SourceSurroundings { connection.surroundings }

    /// Logs in: reads what is to be sent anew, and sends it.
    func token() async throws(SecretSourceError) -> VaultToken {
        switch try method() {
        case .token: return try await lookedUp(try givenToken())
        case .approle:
            guard let roleID = settings.roleID else {
                throw .denied(reason: "the login approle needs a role id; set VAULT_ROLE_ID or vault.role_id")
            }
            var members = [JOSEObject.Member(name: "role_id", value: .string(roleID))]
            if let secretID = try secretID() {
                members.append(.init(name: "secret_id", value: .string(secretID)))
            }
            return try await login("approle", members)
        case .kubernetes:
            return try await login(
                "kubernetes", try jwtMembers(file: settings.jwtFile ?? VaultSettings.serviceAccountFile))
        case .jwt:
            guard let file = settings.jwtFile else {
                throw .denied(reason: "the login jwt needs a file with the JWT; set vault.jwt_file")
            }
            return try await login("jwt", try jwtMembers(file: file))
        }
    }

    /// The way that is set, or the one that what is set leads to.
    func method() throws(SecretSourceError) -> VaultSettings.Login {
        if let login = settings.login { return login }
        if surroundings.variable("VAULT_TOKEN") ?? surroundings.variable("BAO_TOKEN") != nil { return .token }
        if let file = tokenFile, (try? text(of: file)) != nil { return .token }
        if settings.roleID != nil { return .approle }
        if settings.role != nil { return settings.jwtFile == nil ? .kubernetes : .jwt }
        throw .denied(
            reason: "there is no token for \(connection.name) and no other login; set VAULT_TOKEN, VAULT_ROLE_ID with "
                + "VAULT_SECRET_ID, or vault.role for Kubernetes and JWT")
    }

    private var tokenFile: String? { surroundings.variable("HOME").map { $0 + "/.vault-token" } }

    private func givenToken() throws(SecretSourceError) -> Secret {
        if let text = surroundings.variable("VAULT_TOKEN") ?? surroundings.variable("BAO_TOKEN") {
            return Secret(utf8: text)
        }
        guard let file = tokenFile else {
            throw .denied(reason: "there is no token for \(connection.name); set VAULT_TOKEN")
        }
        return Secret(utf8: try text(of: file))
    }

    /// Asks once how long a given token lives. A policy may forbid even that; then nothing is known.
    private func lookedUp(_ token: Secret) async throws(SecretSourceError) -> VaultToken {
        let response = try await connection.send(Self.lookup, token: token)
        let now = surroundings.now()
        if response.status == 403 {
            return VaultToken(value: token, since: now, life: nil, isRenewable: false, isGiven: true)
        }
        let object = try connection.object(response, to: Self.lookup)
        guard let data = object["data"]?.object else { throw connection.malformed(Self.lookup, lacks: "data") }
        return VaultToken(
            value: token, since: now, life: data["ttl"]?.integer, isRenewable: data["renewable"]?.bool ?? false,
            isGiven: true)
    }

    /// Whether a token lives still; `nil` when Vault cannot say.
    func isAlive(_ token: VaultToken) async -> Bool? {
        guard let response = try? await connection.send(Self.lookup, token: token.value) else { return nil }
        return response.status == 200 ? true : response.status == 403 ? false : nil
    }

    private static let lookup = VaultQuestion("GET", .own("auth", "token", "lookup-self"))

    private func secretID() throws(SecretSourceError) -> String? {
        if let file = settings.secretIDFile { return try text(of: file) }
        return surroundings.variable("VAULT_SECRET_ID")
    }

    private func jwtMembers(file: String) throws(SecretSourceError) -> [JOSEObject.Member] {
        guard let role = settings.role else {
            throw .denied(reason: "the login with a JWT needs a role; set vault.role")
        }
        return [
            .init(name: "role", value: .string(role)), .init(name: "jwt", value: .string(try text(of: file))),
        ]
    }

    /// The text of a small file, without white space at its end.
    private func text(of file: String) throws(SecretSourceError) -> String {
        var text = try surroundings.text(ofFile: file)
        while let last = text.last, last == "\n" || last == "\r\n" || last == " " { text.removeLast() }
        return text
    }
}
