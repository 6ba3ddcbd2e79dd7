public import DoorwardJOSE
import DoorwardSecrets

/// A client's assertion as it was sent: nothing of it is believed yet (RFC 7521 §4.2, RFC 7523 §2.2).
public struct ClientAssertion: Sendable, Equatable {
    /// The one type of assertions that there is.
    public static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    /// What may sign them: public-key algorithms, all of them.
    public static let algorithms = SignatureAlgorithm.allCases
    /// Their names, for metadata (`token_endpoint_auth_signing_alg_values_supported`).
    public static let algorithmNames = algorithms.map(\.name)
    /// How far in the future an assertion may end, in seconds, besides what clocks may differ.
    public static let longestLifetime: Int64 = 300
    static let clockSkew: Int64 = 30

    let text: String
    /// Who it says it is of.
    public let clientID: String
    /// The name of the key that it says it was signed with.
    public let keyID: String?

    /// Finds the assertion of a request; nil when there is none.
    ///
    /// - Throws: `.clientAssertionInvalid`, `.repeatedParameter`.
    init?(_ parameters: Parameters) throws(Rejection) {
        guard let text = try parameters.value("client_assertion") else { return nil }
        guard try parameters.value("client_assertion_type") == Self.type else {
            throw .clientAssertionInvalid("client_assertion_type is not jwt-bearer")
        }
        guard text.utf8.count <= 16_384 else { throw .clientAssertionInvalid("it is too long") }
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1]) else {
            throw .clientAssertionInvalid("it is not a signed JWT")
        }
        guard let subject = claims["sub"]?.string, !subject.isEmpty else {
            throw .clientAssertionInvalid("sub is missing")
        }
        let id = try parameters.value("client_id")
        guard id == nil || id?.utf8.elementsEqual(subject.utf8) == true else {
            throw .clientAssertionInvalid("client_id is not its sub")
        }
        self.text = text
        clientID = subject
        keyID = header["kid"]?.string
    }

    private static func object(_ part: Substring.UTF8View) -> JOSEObject? {
        guard let bytes = Base64URL.decode(String(Substring(part))) else { return nil }
        return try? bytes.withUnsafeBytes { try JOSEObject(parsing: $0) }
    }

    /// Whether the client may prove itself so at all; to be asked before keys are fetched.
    ///
    /// - Returns: where its keys are.
    /// - Throws: `.unknownClient`, `.removedClient`, `.authenticationMethodNotAllowed`.
    public func keys(of client: ClientRecord?) throws(Rejection) -> ClientKeys {
        guard let client, client.id.utf8.elementsEqual(clientID.utf8),
            let profile = ClientProfile.named(client.profile)
        else { throw .unknownClient }
        guard client.removedAt == nil else { throw .removedClient }
        guard let keys = client.keys,
            (client.authenticationMethods ?? profile.authenticationMethods).contains(.privateKeyJWT)
        else { throw .authenticationMethodNotAllowed }
        return keys
    }
}
