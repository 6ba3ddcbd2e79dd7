public import DoorwardOAuth
public import DoorwardServer

/// Why something was not done; what it was asked to be done to, never with a secret in it.
public enum AdministrationError: Error, Sendable, Equatable {
    /// The configuration says `database: none`.
    case noDatabase
    /// There is no database yet, and nothing that would make one.
    case databaseMissing(name: String)
    /// The configuration says `public_url: auto`, so there is no address that a link could have.
    case noPublicAddress
    case badName(String)
    case badEmail
    case badPassword(PasswordRules.Problem)
    /// The password could not be hashed: memory is short.
    case passwordNotHashed
    /// The name or the e-mail address is another account's.
    case nameTaken(String)
    /// The name is a client's id, so that one could be taken for the other.
    case nameIsClient(String)
    case unknownUser(String)
    /// An API key is for somebody who has no account.
    case noAccountForKey(String)
    case disabledUser(String)
    case unknownProfile(String)
    case badClientName
    case badClientID
    case clientIDTaken(String)
    /// The client id is a user's name or id, so that one could be taken for the other.
    case clientIDIsUser(String)
    case unknownClient(String)
    case removedClient(String)
    /// Public or not, the profile does not have it.
    case publicNotForProfile(String)
    case redirect(RedirectRefusal)
    case badScope
    case unknownScope(String, known: [String])
    /// A public client has no secret to rotate.
    case clientIsPublic(String)
    /// A client that proves itself with its own key has no secret to rotate.
    case clientHasKeys(String)
    case keysNotForClient(profile: String)
    case badKeys(String)
    case badRole(String)
    /// There are no passwords here.
    case noLocalAccounts
    /// What is said of a client that registered itself comes from the client.
    case clientRegisteredItself(String)
    /// Nobody signs in so: there is no such identity.
    case noIdentity(user: String, provider: String)
    /// The last way to sign in would go.
    case lastIdentity(user: String)
    case unknownGrant(String)
    /// The keys changed in the meantime.
    case keysChanged
    /// The secrets or the database that the configuration names cannot be used.
    case start(StartFailure)
    /// The database failed; what it said.
    case failed(String)
}

extension AdministrationError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noDatabase:
            "database: is 'none' in the configuration; write one there, such as sqlite:doorward.db"
        case .databaseMissing(let name): "there is no database \(name) yet; 'doorward db migrate' makes it"
        case .noPublicAddress: "public_url: is 'auto' in the configuration; write the address that links are to have"
        case .badName(let name):
            "'\(name.printable)' is not a name; use 3 to 64 lower-case letters, digits, dots, hyphens and underscores, "
                + "and no hyphen first"
        case .badEmail: "this is not an e-mail address; write one such as alice@example.com"
        case .badPassword(let problem): problem.sentence
        case .passwordNotHashed: "the password could not be hashed, for memory is short (128 MiB are needed)"
        case .nameTaken(let name): "'\(name.printable)' is taken; 'doorward user list' shows who has it"
        case .nameIsClient(let name):
            "'\(name.printable)' is the id of a client, which could be taken for the person; choose another name"
        case .noAccountForKey(let name):
            "there is no account '\(name.printable)', and with auth: oauth an API key belongs to one; "
                + "'doorward user add' makes it, 'doorward user list' shows all"
        case .unknownUser(let name): "there is no user '\(name.printable)'; 'doorward user list' shows all"
        case .disabledUser(let name): "'\(name.printable)' is disabled; 'doorward user enable' lets them in again"
        case .unknownProfile(let name):
            "'\(name.printable)' is no profile; use \(ClientProfile.all.map(\.name).joined(separator: ", "))"
        case .badClientName: "a client's name has 1 to 80 characters without line breaks and control characters"
        case .badClientID:
            "a client id has 1 to 128 letters, digits, dots, hyphens, underscores and tildes, and no hyphen first"
        case .clientIDTaken(let id):
            "the client id \(id.printable) is taken; ids of removed clients are not given again"
        case .clientIDIsUser(let id):
            "\(id.printable) is the name or the id of a user, who could be taken for the client; choose another id"
        case .unknownClient(let id): "there is no client \(id.printable); 'doorward client list' has the ids"
        case .removedClient(let id): "the client \(id.printable) was removed"
        case .publicNotForProfile(let profile): "a client of profile \(profile) has a secret; leave out --public"
        case .redirect(let refusal): refusal.description
        case .badScope: "scopes are words with blanks between, of visible ASCII without \" and \\"
        case .unknownScope(let scope, let known):
            "'\(scope.printable)' is not declared in oauth.scopes; "
                + (known.isEmpty ? "nothing is" : "there are: \(known.joined(separator: ", "))")
        case .clientIsPublic(let id): "the client \(id.printable) is public: it has no secret"
        case .clientHasKeys(let id):
            "the client \(id.printable) proves itself with a key of its own, which it changes itself"
        case .keysNotForClient(let profile):
            "a client of profile \(profile) that is public, or a plugin or action, does not prove itself with keys"
        case .badKeys(let problem): problem
        case .noLocalAccounts:
            "oauth.local_accounts is off, so nobody has a password here: people sign in with an identity provider"
        case .clientRegisteredItself(let id):
            "\(id.printable) registered itself, and could undo the change; limit such clients by oauth.registered_scopes, "
                + "or end it with 'doorward client remove'"
        case .badRole(let role):
            "'\(role.printable)' is not a role; it has 1 to 64 letters, digits, dots, hyphens and underscores"
        case .noIdentity(let user, let provider):
            "'\(user.printable)' does not sign in with \(provider.printable); 'doorward user show' lists how they do"
        case .lastIdentity(let user):
            "'\(user.printable)' has no password and no other way to sign in; 'doorward user disable' locks them out, "
                + "and from a disabled user the last one can be taken"
        case .unknownGrant(let id):
            "there is no grant \(id.printable) that is in force; 'doorward grant list' has the ids"
        case .keysChanged: "the keys were changed by another process at the same time; look, and try again"
        case .start(let failure): failure.description
        case .failed(let text): text
        }
    }
}
