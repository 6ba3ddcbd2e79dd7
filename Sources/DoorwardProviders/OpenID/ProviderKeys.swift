internal import DoorwardJOSE
internal import DoorwardOAuth

/// The public keys of an OpenID provider (RFC 7517 §5), with what Microsoft adds to them.
struct ProviderKeys: Sendable {
    let set: JSONWebKeySet
    /// By `kid`, the one issuer that a key is for, perhaps with `{tenantid}` in it: Microsoft identity platform,
    /// "Access tokens", on the issuer of signing keys.
    private let issuers: [String: String]

    /// - Parameters:
    ///   - object: the document.
    ///   - bytes: its text.
    init(_ object: JOSEObject, bytes: [UInt8]) throws(ProviderFailure) {
        do throws(JOSEError) { set = try JSONWebKeySet(parsing: bytes) } catch { throw .untrue(.malformedKeys) }
        var issuers: [String: String] = [:]
        for case .object(let key) in object["keys"]?.array ?? [] {
            if let keyID = key["kid"]?.string, let issuer = key["issuer"]?.string { issuers[keyID] = issuer }
        }
        self.issuers = issuers
    }

    /// Whether a key may sign for an issuer; one that says nothing of that may for all of its provider's.
    func mayKey(_ keyID: String?, signFor issuer: String, tenant: String) -> Bool {
        guard let keyID, let owner = issuers[keyID] else { return true }
        return issuer.isSame(as: IssuerRule.fill(owner, tenant))
    }
}
