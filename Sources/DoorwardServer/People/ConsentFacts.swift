import DoorwardOAuth

/// What a person has to know about a request to decide on it, whoever they will turn out to be.
enum ConsentFacts {
    static func values(
        _ asked: AuthorizationRequest, _ redirect: ValidatedRedirect, _ people: People
    ) -> PageValues {
        let client = asked.client
        let place = RedirectPlace(redirect.uri)
        let isDocument = client.registration?.kind == .document
        return [
            "client": .text(ShownText.line(client.name, limit: 80)),
            "clientID": .text(ShownText.line(client.id, limit: 120)),
            // Of a client that describes itself only the host that it does so on is known to be true.
            "documentHost": .optional(isDocument ? RedirectPlace(client.id).name : nil),
            "isSelfMade": .flag(client.registration?.kind == .dynamic),
            "isAnyProgram": .flag(client.registration != nil && redirect.isLoopback),
            "destination": .text(place.name), "destinationNote": .optional(place.note),
            "hasScopes": .flag(!asked.scopes.isEmpty), "scopes": people.sentences(asked.scopes),
        ]
    }
}
