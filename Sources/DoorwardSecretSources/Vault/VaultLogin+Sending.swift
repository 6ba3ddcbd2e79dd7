internal import DoorwardJOSE
internal import DoorwardSecrets

extension VaultLogin {
    /// `POST auth/MOUNT/login` ("AppRole auth method (API)", "Kubernetes auth method (API)", "JWT/OIDC auth method (API)").
    func login(_ method: String, _ members: [JOSEObject.Member]) async throws(SecretSourceError) -> VaultToken {
        var mount = settings.loginMount ?? method
        if mount.hasPrefix("auth/") { mount.removeFirst("auth/".count) }
        guard let path = VaultPath("auth/" + mount) else {
            throw .badReference(
                reason: "the mount of the login is not a path; set vault.login_mount to \(method)")
        }
        let question = VaultQuestion("POST", path + "login", body: JOSEObject(members).encoded)
        let response = try await connection.send(question, token: nil)
        switch response.status {
        case 200: return try token(in: connection.object(response, to: question), of: question)
        case 400, 401, 403, 404:
            let texts = VaultConnection.texts(of: response)
            throw .denied(
                reason: "\(connection.name) refuses the login at \(path.shown) (\(response.status)); check "
                    + (method == "approle" ? "the role id and the secret id" : "the role and the JWT's file")
                    + (response.status == 404 ? ", and whether the method is mounted there" : "")
                    + (texts.contains("namespace") ? ", and the namespace in VAULT_NAMESPACE" : ""))
        default: throw connection.refusal(response, of: question)
        }
    }

    /// `POST auth/token/renew-self` ("Token auth method (API)").
    func renewed(_ old: VaultToken) async throws(SecretSourceError) -> VaultToken {
        let question = VaultQuestion("POST", .own("auth", "token", "renew-self"), body: Array("{}".utf8))
        let response = try await connection.send(question, token: old.value)
        guard response.status != 400 else { throw .denied(reason: "\(connection.name) renews the token no more") }
        let renewed = try self.token(in: connection.object(response, to: question), of: question, old: old.value)
        // A token that was renewed has an end; without one it is over.
        guard let life = renewed.life else { throw .denied(reason: "\(connection.name) renews the token no more") }
        var token = VaultToken(
            value: renewed.value, since: renewed.since, life: life, isRenewable: renewed.isRenewable,
            isGiven: old.isGiven, generation: old.generation)
        token.firstLife = old.firstLife
        return token
    }

    /// The token of an answer's `auth`.
    private func token(
        in answer: JOSEObject, of question: VaultQuestion, old: Secret? = nil
    ) throws(SecretSourceError) -> VaultToken {
        guard let auth = answer["auth"]?.object else {
            guard answer["wrap_info"]?.object == nil else {
                throw .denied(
                    reason: "\(connection.name) wraps its answer to \(question.path.shown), which is of no use here; "
                        + "take the wrapping from the login's role or the proxy")
            }
            throw connection.malformed(question, lacks: "auth")
        }
        guard auth["mfa_requirement"]?.object == nil else {
            throw .denied(
                reason:
                    "\(connection.name) wants a second factor for \(question.path.shown), which a server does not have; "
                    + "exempt this login")
        }
        let text = auth["client_token"]?.string ?? ""
        guard let value = text.isEmpty ? old : Secret(utf8: text) else {
            throw connection.malformed(question, lacks: "client_token")
        }
        guard let life = auth["lease_duration"]?.integer else {
            throw connection.malformed(question, lacks: "lease_duration")
        }
        return VaultToken(
            value: value, since: connection.surroundings.now(), life: life,
            isRenewable: auth["renewable"]?.bool ?? false)
    }
}
