public import DoorwardDocuments

/// The pages for people as routes, and the style sheet they share.
public struct PeopleRoutes: Sendable {
    private let people: People

    /// - Parameter flow: what carries sign-ins under way on to their clients.
    public init(_ configuration: PeopleConfiguration, flow: AuthorizationFlow) {
        people = People(configuration, flow: flow)
    }

    /// All pages and forms; sign-up and API keys only where they are configured.
    public var routes: [Route] {
        var routes = [
            Route("/oauth/sign-in", SignInPage(people: people)),
            Route("/oauth/second-factor", SecondFactorPage(people: people)),
            Route("/oauth/consent", ConsentPage(people: people)),
            Route("/oauth/sign-out", SignOutAction(people: people)),
            Route("/oauth/signed-out", SignedOutPage(people: people)),
            Route("/oauth/invitation", InvitationPage(people: people)),
            Route("/account", AccountPage(people: people)),
            Route("/account/revoke", RevokeAction(people: people)),
            Route("/account/password", PasswordPage(people: people)),
            Route("/account/second-factor", SecondFactorSettingsPage(people: people)),
            Route("/account/sign-out-everywhere", SignOutEverywhereAction(people: people)),
        ]
        if people.configuration.isSignUpOpen { routes.append(Route("/oauth/sign-up", SignUpPage(people: people))) }
        if let keys = people.configuration.apiKeys {
            routes.append(Route("/account/keys", KeysAction(people: people, store: keys)))
        }
        return routes
    }

    /// The style sheet.
    public var documents: [PublicDocument] {
        [
            PublicDocument(
                path: "/oauth/pages.css", contentType: "text/css; charset=utf-8",
                body: Array(PeopleStyle.text(people.configuration.theme).utf8), headers: [PageHeaders.noSniffing])
        ]
    }
}
