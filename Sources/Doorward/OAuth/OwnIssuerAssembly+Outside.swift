internal import DoorwardJOSE
internal import DoorwardOAuth
internal import DoorwardProviders
internal import DoorwardSecrets
internal import DoorwardServer
internal import Logging
import Synchronization

/// What of an authorization server has to do with others: providers, clients that register themselves.
extension OwnIssuerAssembly {
    /// What fetches; the one before where nothing about it has changed.
    func outside() throws(StartFailure) -> OutsideFetching {
        let terms = OutsideFetching.Terms(assembled.configuration)
        if let outside = previous?.outside, outside.terms == terms { return outside }
        return try OutsideFetching(terms)
    }

    /// What keeps the tokens of providers good; nil where the API gets none.
    func userTokens(
        of providers: [any SignInProvider], master: [UInt8]
    ) throws(StartFailure) -> ProviderTokenKeeper? {
        guard assembled.configuration.upstream.sendsUserTokens else { return nil }
        do throws(SealingError) {
            return ProviderTokenKeeper(
                providers: providers, store: store,
                wrapping: try KeyWrapping(master: master, context: "provider tokens"),
                now: { WallClock.unixSeconds() },
                report: { [logger = log.logger, told = Told()] provider, failure in
                    guard told.isNews(provider, at: WallClock.unixSeconds()) else { return }
                    logger.warning("the identity provider \(provider) does not renew tokens: \(failure)")
                })
        } catch {
            throw StartFailure(.configuration, ["oauth.master_secret: \(error)"])
        }
    }

    /// The registration endpoint where there is one, and what limits it, whose counts outlive reloads.
    func registration(
        of server: AuthorizationServer, _ credentials: LiveCredentials
    ) -> (routes: [Route], limits: RegistrationLimits) {
        let oauth = assembled.configuration.oauth
        let pools = oauth.registrationPools.sorted { $0.key < $1.key }
        let limits =
            previous.flatMap { $0.registrationPools == oauth.registrationPools ? $0.registrationLimits : nil }
            ?? RegistrationLimits(isInPool: { address in
                guard let bytes = IPAddress(address)?.bytes else { return nil }
                return pools.first { $0.value.contains { $0.contains(bytes) } }?.key
            })
        guard oauth.registration != .closed else { return ([], limits) }
        let endpoint = RegistrationEndpoint(
            server, limits: limits, initialAccessTokens: { credentials.registrationTokens })
        return ([Route("/oauth/register", endpoint, allowsAnyOrigin: true)], limits)
    }
}

/// What was told less than a minute ago, so that one outage is not a line for each call.
private final class Told: Sendable {
    private let times = Mutex<[String: Int64]>([:])

    func isNews(_ name: String, at now: Int64) -> Bool {
        times.withLock { times in
            if let last = times[name], now - last < 60 { return false }
            times[name] = now
            return true
        }
    }
}
