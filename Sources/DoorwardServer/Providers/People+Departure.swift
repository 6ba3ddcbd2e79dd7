import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets

/// What somebody is sent to a provider for.
struct ProviderErrand: Sendable {
    /// The value of the cookie of the browser that leaves.
    var browser: String
    /// The sign-in under way that goes on afterwards; nil on the way to the account.
    var underWay: FlowUnderWay?
    /// Who adds an identity to his account; nil for a sign-in.
    var linkingUser: UserRecord?
}

extension People {
    /// How long somebody may stay at a provider, in seconds.
    static let visitLifetime: Int64 = 600

    /// The path that a provider sends people back to.
    static func callbackPath(of provider: any SignInProvider) -> String { "/oauth/callback/\(provider.name)" }

    func callback(of provider: any SignInProvider) -> String {
        configuration.policy.issuer + Self.callbackPath(of: provider)
    }

    /// The provider with a name; nil when it is not configured (any more).
    func provider(named name: String?) -> (any SignInProvider)? {
        configuration.providers.first { $0.name == name }
    }

    /// What a visit's secrets are sealed with, so that none can be moved to another visit.
    static func sealing(_ visit: ProviderVisit) -> String {
        "\(visit.provider) \(Base64URL.encode(visit.digest.bytes))"
    }

    /// Sends the browser to a provider.
    ///
    /// With a client waiting this is called for one thing only: somebody in this browser has just agreed to its
    /// request.
    func depart(
        to provider: any SignInProvider, _ errand: ProviderErrand, _ request: EndpointRequest
    ) async throws -> EndpointResponse {
        // Each visit may cost the provider a request, whoever comes back.
        guard configuration.visits.take(ClientNetwork.key(of: request.client), at: now) else {
            return ProviderStop(people: self, underWay: errand.underWay, provider: provider).tooMany(60, request)
        }
        let state = Base64URL.encode(configuration.random(32))
        let departure: ProviderDeparture
        do throws(ProviderFailure) {
            departure = try await provider.begin(state: state, redirectURI: callback(of: provider))
            guard Self.isAddress(departure.location) else { throw .untrue("unusable_authorization_endpoint") }
        } catch {
            return ProviderStop(people: self, underWay: errand.underWay, provider: provider)
                .failed(error, isLinking: errand.linkingUser != nil, request)
        }
        var visit = ProviderVisit(
            digest: OpaqueToken.digest(of: state), provider: provider.name, flow: errand.underWay?.handle,
            browser: BrowserCookie.digest(of: errand.browser), linkingUser: errand.linkingUser?.id, sealed: [],
            createdAt: now, expiresAt: now + Self.visitLifetime)
        visit.sealed = try configuration.providerVisits.seal(departure.kept, authenticating: Self.sealing(visit))
        try await store.create(visit)
        return PeoplePages.seeOther(departure.location)
    }

    /// Whether a text may stand in `Location`: a web address, and nothing that ends a header field.
    private static func isAddress(_ text: String) -> Bool {
        (text.hasPrefix("https://") || text.hasPrefix("http://")) && text.utf8.count <= 16_384
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// Whether somebody signed in a moment ago, for what outlives the session.
    func isRecent(_ visitor: Visitor) -> Bool { now - visitor.signedIn.session.signedInAt <= 900 }
}
