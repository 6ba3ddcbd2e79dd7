public import DoorwardDocuments
import DoorwardOAuth

/// The pages for people as routes, and the style sheet they share.
public struct PeopleRoutes: Sendable {
    private let people: People

    /// - Parameter flow: what carries sign-ins under way on to their clients.
    public init(_ configuration: PeopleConfiguration, flow: AuthorizationFlow) {
        people = People(configuration, flow: flow)
    }

    /// All pages and forms; those of what is not configured are not there.
    public var routes: [Route] {
        let configuration = people.configuration
        var routes = [
            Route("/oauth/sign-in", SignInPage(people: people)),
            Route("/oauth/second-factor", SecondFactorPage(people: people)),
            Route("/oauth/consent", ConsentPage(people: people)),
            Route("/oauth/sign-out", SignOutAction(people: people)),
            Route("/oauth/signed-out", SignedOutPage(people: people)),
            Route("/oauth/invitation", InvitationPage(people: people)),
            Route("/account", AccountPage(people: people)),
            Route("/account/revoke", RevokeAction(people: people)),
            Route("/account/second-factor", SecondFactorSettingsPage(people: people)),
            Route("/account/sign-out-everywhere", SignOutEverywhereAction(people: people)),
        ]
        if configuration.hasLocalAccounts {
            routes.append(Route("/account/password", PasswordPage(people: people)))
            if configuration.isSignUpOpen { routes.append(Route("/oauth/sign-up", SignUpPage(people: people))) }
        }
        if let keys = configuration.apiKeys {
            routes.append(Route("/account/keys", KeysAction(people: people, store: keys)))
        }
        if configuration.policy.features.deviceFlow {
            routes.append(Route("/oauth/device", DevicePage(people: people)))
        }
        return routes + providerRoutes
    }

    /// One callback for each provider, so that none can be taken for another.
    private var providerRoutes: [Route] {
        let providers = people.configuration.providers
        guard !providers.isEmpty else { return [] }
        return [
            Route("/oauth/provider", ProviderAction(people: people)),
            Route("/account/identities", IdentitiesAction(people: people)),
        ] + providers.map { Route(People.callbackPath(of: $0), ProviderCallback(people: people, provider: $0)) }
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
