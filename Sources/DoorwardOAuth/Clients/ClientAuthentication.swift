public import DoorwardSecrets

/// What a request says about the client that sent it, before it is believed (RFC 6749 §2.3).
public struct ClientAuthentication: Sendable {
    public let clientID: String
    public let method: ClientAuthenticationMethod
    /// The digest of the secret that was sent.
    public let secret: SecretDigest?
    /// The assertion that was sent; its client is proved by ``ClientAssertion/verify(_:keys:audiences:now:)`` instead.
    public let assertion: ClientAssertion?

    /// Finds the credentials of a request.
    ///
    /// - Parameters:
    ///   - authorization: the value of the `Authorization` field.
    ///   - takesAssertions: whether clients may authenticate by `private_key_jwt`.
    /// - Throws: `.noClientAuthentication`, `.severalClientAuthentications`, `.malformedCredentials`,
    ///   `.clientAssertionNotSupported`, `.clientAssertionInvalid`, `.repeatedParameter`.
    public init(
        _ parameters: Parameters, authorization: String?, takesAssertions: Bool = false
    ) throws(Rejection) {
        let id = try parameters.value("client_id")
        let secret = try parameters.value("client_secret")
        if try parameters.value("client_assertion") != nil {
            guard takesAssertions else { throw .clientAssertionNotSupported }
            guard secret == nil, authorization == nil else { throw .severalClientAuthentications }
            guard let assertion = try ClientAssertion(parameters) else { throw .noClientAuthentication }
            self.init(assertion)
            return
        }
        guard let authorization else {
            guard let id else { throw .noClientAuthentication }
            self.init(clientID: id, method: secret == nil ? .none : .post, secret: secret)
            return
        }
        guard let basic = try BasicCredentials(authorization) else { throw .malformedCredentials }
        // One method only (RFC 6749 §2.3); the id may be repeated, as long as it is the same.
        guard secret == nil, id == nil || id == basic.clientID else { throw .severalClientAuthentications }
        self.init(clientID: basic.clientID, method: basic.secret == nil ? .none : .basic, secret: basic.secret)
    }

    private init(clientID: String, method: ClientAuthenticationMethod, secret: String?) {
        self.clientID = clientID
        self.method = method
        self.secret = secret.map { SecretDigest(hashing: Array($0.utf8)) }
        assertion = nil
    }

    private init(_ assertion: ClientAssertion) {
        clientID = assertion.clientID
        method = .privateKeyJWT
        secret = nil
        self.assertion = assertion
    }

    /// Checks the credentials against the registered client, where they are a secret or nothing. Every live secret is
    /// compared, in constant time.
    ///
    /// - Throws: `.unknownClient`, `.removedClient`, `.noClientAuthentication`, `.wrongClientSecret`,
    ///   `.authenticationMethodNotAllowed`.
    public func authenticate(_ client: ClientRecord?) throws(Rejection) -> AuthenticatedClient {
        guard let client, client.id.utf8.elementsEqual(clientID.utf8),
            let profile = ClientProfile.named(client.profile)
        else { throw .unknownClient }
        guard client.removedAt == nil else { throw .removedClient }
        guard assertion == nil else { throw .authenticationMethodNotAllowed }
        guard !client.isPublic else {
            guard client.authenticationMethods?.contains(.none) != false else { throw .noClientAuthentication }
            guard profile.allowsPublic, secret == nil else { throw .wrongClientSecret }
            return AuthenticatedClient(record: client, profile: profile, method: .none, secret: nil)
        }
        guard let secret else { throw .noClientAuthentication }
        var isRight = false
        for live in client.secrets.suffix(2) where live.digest == secret { isRight = true }
        guard isRight else { throw .wrongClientSecret }
        guard (client.authenticationMethods ?? profile.authenticationMethods).contains(method) else {
            throw .authenticationMethodNotAllowed
        }
        return AuthenticatedClient(record: client, profile: profile, method: method, secret: secret)
    }
}
