internal import DoorwardOAuth

/// Results that several verbs print alike.
enum Printed {
    /// What was done, in a sentence or as one JSON object.
    static func outcome(_ text: String, _ members: [(String, JSONText.Value)], _ options: AdministrationOptions) {
        Terminal.say(options.format == .json ? JSONText.object(members) : text)
    }

    /// A link that lets somebody set a password; shown this once.
    static func invitation(of user: UserRecord, link: String, expiresIn: String, _ options: AdministrationOptions) {
        switch options.format {
        case .json:
            Terminal.say(
                JSONText.object([
                    ("user", .text(user.name)), ("id", .text(user.id)), ("invitation", .text(link)),
                ]))
        case .text:
            Terminal.say(link)
            Terminal.complain([
                "send this link to \(user.name): whoever has it sets the password; it is good once, for \(expiresIn), "
                    + "and shown this once"
            ])
        }
    }
}
