public import DoorwardSecrets

/// What a request says about the client that sent it, before it is believed (RFC 6749 §2.3).
public struct ClientAuthentication: Sendable {
    public let clientID: String
    public let method: ClientAuthenticationMethod
    /// The digest of the secret that was sent.
    public let secret: SecretDigest?

    /// Finds the credentials of a request.
    ///
    /// - Parameter authorization: the value of the `Authorization` field.
    /// - Throws: `.noClientAuthentication`, `.severalClientAuthentications`, `.malformedCredentials`,
    ///   `.clientAssertionNotSupported`, `.repeatedParameter`.
    public init(_ parameters: Parameters, authorization: String?) throws(Rejection) {
        let id = try parameters.value("client_id")
        let secret = try parameters.value("client_secret")
        if try parameters.value("client_assertion") != nil { throw .clientAssertionNotSupported }
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
    }

    /// Checks the credentials against the registered client. Every live secret is compared, in constant time.
    ///
    /// - Throws: `.unknownClient`, `.removedClient`, `.noClientAuthentication`, `.wrongClientSecret`,
    ///   `.authenticationMethodNotAllowed`.
    public func authenticate(_ client: ClientRecord?) throws(Rejection) -> AuthenticatedClient {
        guard let client, client.id.utf8.elementsEqual(clientID.utf8),
            let profile = ClientProfile.named(client.profile)
        else { throw .unknownClient }
        guard client.removedAt == nil else { throw .removedClient }
        guard !client.isPublic else {
            guard profile.allowsPublic, secret == nil else { throw .wrongClientSecret }
            return AuthenticatedClient(record: client, profile: profile, method: .none, secret: nil)
        }
        guard let secret else { throw .noClientAuthentication }
        var isRight = false
        for live in client.secrets.suffix(2) where live.digest == secret { isRight = true }
        guard isRight else { throw .wrongClientSecret }
        guard profile.authenticationMethods.contains(method) else { throw .authenticationMethodNotAllowed }
        return AuthenticatedClient(record: client, profile: profile, method: method, secret: secret)
    }
}
