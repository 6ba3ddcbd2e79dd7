extension AuthorizationServer {
    /// The endpoints and where they are. Scripts of any origin may call those that use no cookies.
    public func routes(flow: AuthorizationFlow) -> [Route] {
        [
            Route("/oauth/authorize", AuthorizationEndpoint(flow)),
            Route("/oauth/token", TokenEndpoint(self), allowsAnyOrigin: true),
            Route("/oauth/revoke", RevocationEndpoint(self), allowsAnyOrigin: true),
            Route("/oauth/introspect", IntrospectionEndpoint(self), allowsAnyOrigin: true),
        ]
    }
}
