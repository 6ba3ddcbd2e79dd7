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
        case .pushedRequestUnknown:
            self.init(
                400, "This request is over",
                "The app has announced it in advance, and it was used already or took too long. Go back to the app and "
                    + "start again.")
        case .clientDocumentUnavailable, .clientDocumentInvalid:
            self.init(
                error.status == 401 ? 400 : error.status, "This app cannot be identified",
                """
                The app says who it is by a document on the web, and that document cannot be fetched or is not what it \
                must be. Try again in a few minutes; if that does not help, whoever runs the app must see to it.
                """)
        case .identityNotAllowed:
            self.init(
                403, "You cannot sign in with this account",
                "You are known there, but this account may not be used here. Ask whoever runs this server to allow it.")
        case .providerUnavailable:
            self.init(
                503, "Signing in there does not work now", "The site does not answer. Try again in a minute.")
        case .providerUntrue:
            self.init(
                502, "Signing in there did not work",
                "What the site answered does not hold, so nobody was signed in. Try again, or another way.")
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
