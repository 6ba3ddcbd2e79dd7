internal import Crypto
internal import DoorwardFetch
internal import DoorwardJOSE
internal import DoorwardOAuth
internal import DoorwardSecrets

/// Who a token is for, as each kind of provider says it.
extension OAuth2Provider {
    func identity(
        issuer: String, accessToken: String, secret: String?
    ) async throws(ProviderFailure) -> ProviderIdentity {
        let address = try profileAddress(accessToken: accessToken, secret: secret)
        let body = try await document(address, accessToken: accessToken).body
        guard let profile = ProviderExchange.object(body), profile["error"] == nil else {
            throw .untrue(.malformedUserInfo)
        }
        let mapping = settings.mapping
        guard let value = MemberPath.value(mapping.subject, in: profile), value != .null else {
            throw .untrue(.missingSubject)
        }
        guard let subject = ProfileText.identifier(value), IDTokenChecks.isSubject(subject) else {
            throw .untrue(.malformedSubject)
        }
        var identity = ProviderIdentity(
            issuer: issuer, subject: subject, email: ProfileText.email(text(mapping.email, in: profile)),
            name: ProfileText.name(text(mapping.name, in: profile)),
            claims: ProfileText.claims(
                of: [profile], without: ["id", "email", "name"], rules: settings.rules.allow))
        var isVerified = mapping.emailVerified.map { ProfileText.isTrue(MemberPath.value($0, in: profile)) } ?? false
        if settings.kind == .github {
            (identity.email, isVerified) = try await gitHubEmail(accessToken: accessToken)
            identity.claims[ProviderSettings.gitHubOrganizations] = try await gitHubOrganizations(
                accessToken: accessToken)
        }
        if let email = identity.email {
            identity.isEmailVerified = (isVerified || settings.trustsEmail) && ProfileText.canBeVerified(email)
        }
        return identity
    }

    private func text(_ path: String?, in object: JOSEObject) -> String? {
        path.flatMap { MemberPath.value($0, in: object)?.string }
    }

    /// For Facebook with the proof that whoever has the token has the secret too: HMAC-SHA256 of the token, in
    /// hexadecimal.
    private func profileAddress(accessToken: String, secret: String?) throws(ProviderFailure) -> ProviderAddress {
        let address = try address(settings.userInfoURL)
        guard settings.kind == .facebook, let secret else { return address }
        let key = SymmetricKey(data: Array(secret.utf8))
        let proof = HMAC<SHA256>.authenticationCode(for: Array(accessToken.utf8), using: key)
        return try self.address(address.adding([("appsecret_proof", Hexadecimal.encode(Array(proof)))]))
    }

    /// The primary address if GitHub has verified it, else the primary one without that.
    ///
    /// An application without the right to see addresses gets none; that is no lie.
    private func gitHubEmail(
        accessToken: String
    ) async throws(ProviderFailure) -> (email: String?, isVerified: Bool) {
        let primary = try await gitHubList("/emails", accessToken: accessToken).first { $0["primary"]?.bool == true }
        return (ProfileText.email(primary?["email"]?.string), primary?["verified"]?.bool == true)
    }

    /// The first hundred organizations; nil where no rule asks for them.
    private func gitHubOrganizations(accessToken: String) async throws(ProviderFailure) -> [String]? {
        guard settings.rules.allow.claims[ProviderSettings.gitHubOrganizations] != nil else { return nil }
        return try await gitHubList("/orgs?per_page=100", accessToken: accessToken).compactMap { $0["login"]?.string }
    }

    /// The objects of a list; none where the application may not see it.
    private func gitHubList(_ path: String, accessToken: String) async throws(ProviderFailure) -> [JOSEObject] {
        let address = try address((settings.userInfoURL ?? "") + path)
        let document: FetchedDocument
        do throws(ProviderFailure) { document = try await self.document(address, accessToken: accessToken) } catch {
            guard error == .untrue(.userInfoRefused) else { throw error }
            return []
        }
        guard let elements = Self.array(document.body) else { throw .untrue(.malformedUserInfo) }
        return elements.prefix(ProfileText.mostValues).compactMap(\.object)
    }

    private func document(
        _ address: ProviderAddress, accessToken: String
    ) async throws(ProviderFailure) -> FetchedDocument {
        // GitHub refuses requests without `User-Agent`, which every fetch has.
        var fields = [(name: "Accept", value: "application/json")]
        if settings.kind == .github {
            // GitHub Docs, "API versions".
            fields = [("Accept", "application/vnd.github+json"), ("X-GitHub-Api-Version", "2022-11-28")]
        }
        fields.append((name: "Authorization", value: "Bearer " + accessToken))
        let request = FetchRequest(
            address.text, fields: fields, trust: .configured, limit: ProviderExchange.limit,
            timeout: ProviderExchange.timeout)
        let document = try await exchange.answer(request, from: "user information")
        guard document.status == 200 else { throw .untrue(.userInfoRefused) }
        return document
    }

    /// A JSON array, read as the one member of an object.
    private static func array(_ bytes: [UInt8]) -> [JOSEValue]? {
        let object = ProviderExchange.object(Array(#"{"it":"#.utf8) + bytes + Array("}".utf8))
        guard let object, object.members.count == 1 else { return nil }
        return object["it"]?.array
    }
}
