internal import DoorwardFetch
internal import DoorwardOAuth

/// A provider's token endpoint, and how Doorward says there who it is (RFC 6749 §2.3.1, §3.2).
struct TokenEndpoint: Sendable {
    let exchange: ProviderExchange
    let address: ProviderAddress
    let trust: FetchRequest.Trust
    let clientID: String
    let authentication: ProviderSettings.ClientAuthentication
    /// Newest first.
    let secrets: [String]

    /// Exchanges what the form has for tokens; when the provider refuses the newest secret, once more with the next.
    ///
    /// - Returns: the tokens, and the secret that was taken.
    func redeem(
        _ form: [(name: String, value: String)], now: Int64
    ) async throws(TokenRefusal) -> (answer: TokenAnswer, secret: String?) {
        let secrets = secrets.filter { !$0.isEmpty }
        guard authentication != .none, let newest = secrets.first else {
            return (try await answer(form, secret: nil, now: now), nil)
        }
        do throws(TokenRefusal) { return (try await answer(form, secret: newest, now: now), newest) } catch {
            guard case .client = error, secrets.count > 1 else { throw error }
        }
        return (try await answer(form, secret: secrets[1], now: now), secrets[1])
    }

    /// Redeems a code (RFC 6749 §4.1.3, RFC 7636 §4.5).
    func redeem(
        code: String, verifier: String, redirectURI: String, now: Int64
    ) async throws(ProviderFailure) -> (answer: TokenAnswer, secret: String?) {
        let form = [
            (name: "grant_type", value: "authorization_code"), (name: "code", value: code),
            (name: "redirect_uri", value: redirectURI), (name: "code_verifier", value: verifier),
        ]
        do throws(TokenRefusal) { return try await redeem(form, now: now) } catch {
            throw error.failure(ofGrant: .untrue(.codeRefused))
        }
    }

    /// Exchanges a refresh token (RFC 6749 §6); a provider that gives no new one means the old one.
    func refresh(_ tokens: ProviderTokens, now: Int64) async throws(ProviderFailure) -> ProviderTokens {
        guard let refreshToken = tokens.refreshToken else { throw .denied }
        let form = [(name: "grant_type", value: "refresh_token"), (name: "refresh_token", value: refreshToken)]
        do throws(TokenRefusal) {
            var fresh = try await redeem(form, now: now).answer.tokens
            fresh.refreshToken = fresh.refreshToken ?? refreshToken
            return fresh
        } catch { throw error.failure(ofGrant: .denied) }
    }

    private func answer(
        _ form: [(name: String, value: String)], secret: String?, now: Int64
    ) async throws(TokenRefusal) -> TokenAnswer {
        var form = form
        var fields = [
            (name: "Accept", value: "application/json"),
            (name: "Content-Type", value: "application/x-www-form-urlencoded"),
        ]
        if let secret, authentication == .basic {
            fields.append((name: "Authorization", value: FormText.basic(clientID, secret)))
        } else {
            form.append((name: "client_id", value: clientID))
            if let secret { form.append((name: "client_secret", value: secret)) }
        }
        let request = FetchRequest(
            method: "POST", address.text, fields: fields, body: Array(FormText.encode(form).utf8), trust: trust,
            limit: ProviderExchange.limit, timeout: ProviderExchange.timeout)
        let document: FetchedDocument
        do throws(ProviderFailure) { document = try await exchange.answer(request, from: "token endpoint") } catch {
            throw .failure(error)
        }
        return try TokenAnswer(document, now: now)
    }
}

extension TokenRefusal {
    fileprivate func failure(ofGrant grant: ProviderFailure) -> ProviderFailure {
        switch self {
        case .client: .untrue(.clientRefused)
        case .grant: grant
        case .failure(let failure): failure
        }
    }
}
