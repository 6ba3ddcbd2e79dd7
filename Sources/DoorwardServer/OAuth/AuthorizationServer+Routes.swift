import DoorwardOAuth

extension AuthorizationServer {
    /// The endpoints and where they are. Scripts of any origin may call those that use no cookies.
    public func routes(flow: AuthorizationFlow) -> [Route] {
        var routes = [
            Route("/oauth/authorize", AuthorizationEndpoint(flow)),
            Route(
                "/oauth/token", TokenEndpoint(self, providerTokensHaveEnded: flow.providerTokensHaveEnded),
                allowsAnyOrigin: true),
            Route("/oauth/revoke", RevocationEndpoint(self), allowsAnyOrigin: true),
            Route("/oauth/introspect", IntrospectionEndpoint(self), allowsAnyOrigin: true),
        ]
        if policy.features.pushedRequests.isOffered {
            routes.append(Route("/oauth/par", PushedRequestEndpoint(self), allowsAnyOrigin: true))
        }
        if policy.features.deviceFlow {
            routes.append(
                Route("/oauth/device_authorization", DeviceAuthorizationEndpoint(self), allowsAnyOrigin: true))
        }
        return routes
    }
}
