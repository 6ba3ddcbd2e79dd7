internal import DoorwardJOSE
internal import DoorwardOAuth

/// Which issuer a provider must have: exactly one, or one for each of Microsoft's tenants.
struct IssuerRule: Sendable, Equatable {
    enum Tenants: Sendable, Equatable {
        case one
        case all, organizations, consumers
    }

    /// What stands for the tenant in Microsoft's issuers.
    static let placeholder = "{tenantid}"
    /// The tenant of personal accounts: Microsoft identity platform, "ID token claims reference", `tid`.
    static let consumerTenant = "9188040d-6c67-4c5b-b112-36a304b66dad"

    let tenants: Tenants
    /// What the metadata is found under, and what a visit is remembered by.
    let discovered: String
    private let template: String

    /// Nil for a tenant that is none.
    init?(_ settings: ProviderSettings) {
        guard settings.kind == .microsoft, settings.issuer.contains(Self.placeholder) else {
            tenants = .one
            discovered = settings.issuer
            template = settings.issuer
            return
        }
        switch settings.tenant {
        case "common": tenants = .all
        case "organizations": tenants = .organizations
        case "consumers": tenants = .consumers
        default:
            guard Self.isGUID(settings.tenant) else { return nil }
            tenants = .one
        }
        let tenant = settings.tenant.lowercased()
        discovered = Self.fill(settings.issuer, tenant)
        template = tenants == .one ? discovered : settings.issuer
    }

    /// Whether the metadata has the right issuer (Discovery §4.3); Microsoft's has the placeholder where each account
    /// has a tenant of its own.
    func isMetadataIssuer(_ issuer: String) -> Bool {
        if issuer.isSame(as: template) { return true }
        return tenants == .consumers && issuer.isSame(as: Self.fill(template, Self.consumerTenant))
    }

    /// Whether an `iss` of a callback can be right (RFC 9207 §2.4); it has to be that of the ID token too.
    func isCallbackIssuer(_ issuer: String) -> Bool {
        guard tenants != .one else { return issuer.isSame(as: template) }
        guard let tenant = Self.tenant(of: issuer, in: template) else { return false }
        return Self.isGUID(tenant)
    }

    /// What the signature's verification is to compare `iss` with.
    ///
    /// Where there are many tenants that is what the token itself says, so that it compares nothing, and
    /// ``check(issuer:tenant:)`` judges once the signature is right.
    func verificationIssuer(of token: String) -> String {
        guard tenants != .one else { return template }
        let parts = token.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let text = String(parts[1]), let payload = Base64URL.decode(text),
            let issuer = ProviderExchange.object(payload)?["iss"]?.string
        else { return template }
        return issuer
    }

    /// Core §3.1.3.7 step 2; for Microsoft the issuer of the very tenant whose GUID is in `tid`.
    func check(issuer: String, tenant: JOSEValue?) throws(ProviderFailure) {
        guard tenants != .one else {
            guard issuer.isSame(as: template) else { throw .untrue(.wrongIssuer) }
            return
        }
        guard let tenant = tenant?.string, Self.isGUID(tenant) else { throw .untrue(.malformedTenant) }
        guard issuer.isSame(as: Self.fill(template, tenant)) else { throw .untrue(.wrongIssuer) }
        let isPersonal = tenant.lowercased() == Self.consumerTenant
        switch tenants {
        case .one, .all: break
        case .organizations: if isPersonal { throw .untrue(.wrongTenant) }
        case .consumers: if !isPersonal { throw .untrue(.wrongTenant) }
        }
    }

    static func isGUID(_ text: String) -> Bool {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.allSatisfy { group in
                group.allSatisfy { byte in
                    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
                }
            }
    }

    /// A template with a tenant in it.
    static func fill(_ template: String, _ tenant: String) -> String {
        guard let range = template.firstRange(of: placeholder) else { return template }
        return template.replacingCharacters(of: range, with: tenant)
    }

    private static func tenant(of issuer: String, in template: String) -> String? {
        guard let range = template.firstRange(of: placeholder) else { return nil }
        let before = Array(template.utf8[..<range.lowerBound])
        let after = Array(template.utf8[range.upperBound...])
        let bytes = Array(issuer.utf8)
        guard bytes.count > before.count + after.count, bytes.starts(with: before),
            bytes.suffix(after.count).elementsEqual(after)
        else { return nil }
        return String(validating: bytes[before.count..<(bytes.count - after.count)], as: UTF8.self)
    }
}

extension String {
    fileprivate func replacingCharacters(of range: Range<String.Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
