import DoorwardOAuth

/// What a person reads about a refusal: what happened, and what to do.
struct PageWords {
    let status: Int
    let title: String
    let text: String

    init(_ rejection: Rejection) {
        let error = OAuthError(rejection)
        switch rejection {
        case .unknownClient, .removedClient:
            self.init(
                400, "This app is not known here",
                """
                The app that sent you here is not registered with this server, or not any more. Remove the connection \
                in the app and set it up again; if that does not help, ask whoever runs this server to register the app.
                """)
        case .unregisteredRedirectURI, .redirectURIRequired:
            self.init(
                400, "This app asks to be answered at an unknown address",
                """
                The address that the app wants you to be sent back to is not registered for it, so nobody is sent \
                there. Whoever runs the app has to register exactly the address that it uses.
                """)
        case .signInOver:
            self.init(
                400, "This sign-in is over",
                "It was finished already, or took too long. Go back to the app and start again.")
        case .userDisabled:
            self.init(403, "This account cannot be used", "Ask whoever runs this server to enable it.")
        case .tooManyAttempts:
            self.init(429, "Too many attempts", "Wait a few minutes and try again.")
        case .unavailable:
            self.init(503, "Not possible at the moment", "The server cannot reach its data. Try again in a minute.")
        default:
            self.init(
                error.status == 401 ? 400 : error.status, "The app sent a request that cannot be answered",
                """
                \(error.text) Go back to the app and start again; if that does not help, whoever runs the app must see \
                to it.
                """
            )
        }
    }

    private init(_ status: Int, _ title: String, _ text: String) {
        self.status = status
        self.title = title
        self.text = text
    }
}
