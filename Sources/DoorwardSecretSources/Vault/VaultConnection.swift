internal import DoorwardSecrets

/// Sends requests to one server of Vault's HTTP API (its documentation's page "HTTP API").
struct VaultConnection: Sendable {
    let surroundings: SourceSurroundings
    let address: VaultAddress
    let namespace: String?

    /// - Throws: `SecretSourceError/badReference(reason:)` when there is no address or it, or the namespace, cannot be
    ///   used.
    init(settings: VaultSettings, surroundings: SourceSurroundings) throws(SecretSourceError) {
        guard let address = settings.address else {
            throw .badReference(
                reason: "where Vault is was not said; set VAULT_ADDR or vault.address, for example "
                    + "https://vault.example.com:8200")
        }
        self.surroundings = surroundings
        self.address = try VaultAddress(parsing: address)
        guard let namespace = settings.namespace else {
            self.namespace = nil
            return
        }
        guard let path = VaultPath(namespace), namespace.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .badReference(reason: "the namespace of Vault is not one; write team/app as VAULT_NAMESPACE")
        }
        self.namespace = path.shown
    }

    /// For messages.
    var name: String { "Vault at \(address.shown)" }

    /// Asks, up to three times where the answer is a passing one, and follows one redirect of a standby.
    ///
    /// 412 is passing: a standby has not yet seen the write that the token comes from.
    func send(_ question: VaultQuestion, token: Secret?) async throws(SecretSourceError) -> SecretResponse {
        let headers = try headers(for: question, token: token)
        let target =
            "\(address.prefix)/v1/\(question.path.encoded)" + (question.query.isEmpty ? "" : "?\(question.query)")
        var origin = "\(address.scheme)://\(address.authority)"
        var isRedirected = false
        while true {
            let url = origin + target
            let response = try await surroundings.send(isPassing: Self.isBehind) {
                SecretRequest(question.method, url, headers: headers, body: question.body)
            }
            guard [301, 302, 303, 307, 308].contains(response.status) else { return response }
            guard !isRedirected else {
                throw .unavailable(reason: "\(name) redirects again and again; name the active server's address")
            }
            isRedirected = true
            origin = try destination(of: response, target: target)
        }
    }

    private static func isBehind(_ response: SecretResponse) -> Bool { response.status == 412 }

    private func headers(
        for question: VaultQuestion, token: Secret?
    ) throws(SecretSourceError) -> [(name: String, value: String)] {
        var headers = [(name: "X-Vault-Request", value: "true")]
        if let namespace { headers.append(("X-Vault-Namespace", namespace)) }
        if let token {
            guard token.fitsInHeader, let text = token.revealUTF8() else {
                throw .denied(reason: "the token for \(name) has characters that no token has; give the token alone")
            }
            headers.append(("X-Vault-Token", text))
        }
        if !question.body.isEmpty { headers.append(("Content-Type", "application/json")) }
        return headers
    }

    /// Where a standby points, when that is the same host: nobody else is given the token, or what a login sends.
    private func destination(of response: SecretResponse, target: String) throws(SecretSourceError) -> String {
        let location = response.header("location").flatMap { VaultAddress.parts($0) }
        guard let location, response.status == 307 || response.status == 308 else {
            throw .unavailable(
                reason: "\(name) redirects (status \(response.status)) as no Vault does; check the address")
        }
        let there = try VaultAddress(parsing: "\(location.scheme)://\(location.authority)")
        guard there.scheme == address.scheme, there.host == address.host else {
            throw .unavailable(
                reason: "\(name) is a standby that points at \(there.shown); the token is not sent to another host: "
                    + "name the active server or a load balancer in front of all as the address")
        }
        guard location.rest == target else {
            throw .unavailable(reason: "\(name) redirects to another path, as no Vault does; check the address")
        }
        return "\(there.scheme)://\(there.authority)"
    }
}
