internal import DoorwardFetch
internal import DoorwardJOSE
internal import DoorwardOAuth

/// What an OpenID provider says of itself, checked (OpenID Connect Discovery 1.0 §3 and §4.3).
struct ProviderMetadata: Sendable {
    /// An address and how it is fetched.
    struct Endpoint: Sendable, Equatable {
        let address: ProviderAddress
        let trust: FetchRequest.Trust
    }

    /// What may sign an ID token; never `none`, never a shared secret.
    static let algorithms: [SignatureAlgorithm] = [.rs256, .es256, .ps256, .rs384, .rs512, .es384, .es512, .edDSA]

    let authorization: ProviderAddress
    let token: Endpoint
    let keys: Endpoint
    let userInfo: Endpoint?
    let algorithms: Set<SignatureAlgorithm>
    let clientAuthentication: ProviderSettings.ClientAuthentication
    /// RFC 9207 §3.
    let sendsIssuer: Bool
    /// Whether the scope for refresh tokens is one of its own (Core §11).
    let offersOfflineAccess: Bool

    init(_ object: JOSEObject, settings: ProviderSettings, rule: IssuerRule) throws(ProviderFailure) {
        guard let issuer = object["issuer"]?.string else { throw .untrue(.malformedDiscovery) }
        guard rule.isMetadataIssuer(issuer) else { throw .untrue(.wrongIssuer) }  // Discovery §4.3
        guard let home = ProviderAddress(rule.discovered) else { throw .untrue(.malformedEndpoint) }
        let reader = Reader(object: object, home: home)
        authorization = try reader.required("authorization_endpoint", or: settings.authorizationURL).address
        token = try reader.required("token_endpoint", or: settings.tokenURL)
        keys = try reader.required("jwks_uri", or: settings.jwksURL)
        userInfo = try reader.endpoint("userinfo_endpoint", or: settings.userInfoURL)
        algorithms = try Self.algorithms(object)
        if let configured = settings.clientAuthentication {
            clientAuthentication = configured
        } else {
            clientAuthentication = try Self.clientAuthentication(object)
        }
        sendsIssuer = try Self.flag("authorization_response_iss_parameter_supported", of: object)
        offersOfflineAccess = try Self.texts("scopes_supported", of: object)?.contains("offline_access") ?? false
    }

    /// Those that both sides know; a provider that names none has the one that every provider must have (Core §15.1).
    private static func algorithms(_ object: JOSEObject) throws(ProviderFailure) -> Set<SignatureAlgorithm> {
        let names = try texts("id_token_signing_alg_values_supported", of: object) ?? ["RS256"]
        let common = algorithms.filter { algorithm in names.contains { $0.isSame(as: algorithm.name) } }
        guard !common.isEmpty else { throw .untrue(.noCommonAlgorithm) }
        return Set(common)
    }

    /// Basic is what a provider takes that says nothing (Discovery §3).
    private static func clientAuthentication(
        _ object: JOSEObject
    ) throws(ProviderFailure) -> ProviderSettings.ClientAuthentication {
        guard let methods = try texts("token_endpoint_auth_methods_supported", of: object) else { return .basic }
        if methods.contains("client_secret_basic") { return .basic }
        if methods.contains("client_secret_post") { return .post }
        if methods.contains("none") { return .none }
        throw .untrue(.noCommonClientAuthentication)
    }

    private static func texts(_ name: String, of object: JOSEObject) throws(ProviderFailure) -> [String]? {
        guard let value = object[name], value != .null else { return nil }
        guard let texts = value.strings else { throw .untrue(.malformedDiscovery) }
        return texts
    }

    private static func flag(_ name: String, of object: JOSEObject) throws(ProviderFailure) -> Bool {
        guard let value = object[name], value != .null else { return false }
        guard let flag = value.bool else { throw .untrue(.malformedDiscovery) }
        return flag
    }

    /// Reads addresses: https, or http between two that are both on loopback.
    private struct Reader {
        let object: JOSEObject
        let home: ProviderAddress

        func required(_ name: String, or configured: String?) throws(ProviderFailure) -> Endpoint {
            guard let endpoint = try endpoint(name, or: configured) else { throw .untrue(.missingEndpoint) }
            return endpoint
        }

        func endpoint(_ name: String, or configured: String?) throws(ProviderFailure) -> Endpoint? {
            if let configured {
                guard let address = ProviderAddress(configured) else { throw .untrue(.malformedEndpoint) }
                return Endpoint(address: address, trust: .configured)
            }
            guard let value = object[name], value != .null else { return nil }
            guard let address = value.string.flatMap({ ProviderAddress($0) }) else { throw .untrue(.malformedEndpoint) }
            guard address.isSecure || (address.isLoopback && home.isLoopback) else {
                throw .untrue(.insecureEndpoint)
            }
            return Endpoint(address: address, trust: address.trust(namedBy: home))
        }
    }
}
