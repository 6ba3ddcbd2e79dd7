internal import DoorwardFetch
internal import DoorwardJOSE
internal import DoorwardOAuth

/// What an OpenID provider is asked for besides tokens.
extension OpenIDProvider {
    /// OpenID Connect Discovery 1.0 §4.
    static func loadMetadata(
        _ settings: ProviderSettings, rule: IssuerRule?, by exchange: ProviderExchange
    ) async -> Result<ProviderMetadata, ProviderFailure> {
        do throws(ProviderFailure) {
            guard let rule else { throw .untrue(.malformedTenant) }
            // A slash at the end goes before the well-known path is added (§4).
            let issuer = rule.discovered.hasSuffix("/") ? String(rule.discovered.dropLast()) : rule.discovered
            guard let address = ProviderAddress(issuer + "/.well-known/openid-configuration"), !address.hasQuery else {
                throw .untrue(.malformedEndpoint)
            }
            let (object, _) = try await exchange.object(
                address, trust: .configured, from: "discovery document", malformed: .malformedDiscovery)
            return .success(try ProviderMetadata(object, settings: settings, rule: rule))
        } catch { return .failure(error) }
    }

    /// RFC 7517 §5, at the metadata's `jwks_uri`.
    static func loadKeys(
        _ metadata: FreshValue<ProviderMetadata>, now: Int64, by exchange: ProviderExchange
    ) async -> Result<ProviderKeys, ProviderFailure> {
        do throws(ProviderFailure) {
            let endpoint = try await metadata.value(now: now).value.keys
            let (object, bytes) = try await exchange.object(
                endpoint.address, trust: endpoint.trust, from: "key set", malformed: .malformedKeys)
            return .success(try ProviderKeys(object, bytes: bytes))
        } catch { return .failure(error) }
    }

    /// OpenID Connect Core §5.3: JSON about the same subject as the ID token's, byte for byte.
    func userInfo(
        _ endpoint: ProviderMetadata.Endpoint, accessToken: String, subject: String
    ) async throws(ProviderFailure) -> JOSEObject {
        let request = FetchRequest(
            endpoint.address.text,
            fields: [("Accept", "application/json"), ("Authorization", "Bearer " + accessToken)],
            trust: endpoint.trust, limit: ProviderExchange.limit, timeout: ProviderExchange.timeout)
        let document = try await exchange.answer(request, from: "user information")
        guard document.status == 200 else { throw .untrue(.userInfoRefused) }
        switch Self.mediaType(document.field("content-type") ?? "") {
        case "application/json": break
        // §5.3.2: signed or encrypted, which nobody asked for.
        case "application/jwt": throw .untrue(.signedUserInfo)
        default: throw .untrue(.malformedUserInfo)
        }
        guard let object = ProviderExchange.object(document.body) else { throw .untrue(.malformedUserInfo) }
        // §5.3.4: or it is somebody else's.
        guard let same = object["sub"]?.string, same.isSame(as: subject) else { throw .untrue(.userInfoOfAnother) }
        return object
    }

    /// In lower case, without parameters.
    private static func mediaType(_ field: String) -> String {
        let type = field.prefix { $0 != ";" }.lowercased()
        return String(type.drop(while: \.isWhitespace).prefix { !$0.isWhitespace })
    }
}
