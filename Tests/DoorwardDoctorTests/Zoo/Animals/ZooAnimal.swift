import DoorwardDoctor
import Testing

/// A server with exactly one fault, or with none.
struct ZooAnimal: Sendable, CustomTestStringConvertible {
    /// A few words, unlike those of any other animal of its fault.
    let name: String
    /// The id of what is wrong; nil when nothing is.
    let fault: String?
    /// What is wrong, in a sentence for people.
    let sentence: String
    /// The clients that look at it, by name.
    let profiles: [String]
    /// The address that the client is given.
    let target: String
    /// Everything as it should be.
    let world: @Sendable () -> ZooWorld
    /// The one thing that is not.
    let change: @Sendable (inout ZooWorld) -> Void
    var options: @Sendable (inout DoctorOptions) -> Void = { _ in }
    var profile: @Sendable (inout ClientProfile) -> Void = { _ in }

    var testDescription: String { (fault ?? "correct") + ": " + name }

    /// The world as a client finds it: it knows the client, and has its fault.
    func world(for profile: ClientProfile) -> ZooWorld {
        var world = world()
        world.admit(profile)
        change(&world)
        return world
    }

    /// What the person in front of the doctor knows about a world that is as it should be.
    func options(in world: ZooWorld) -> DoctorOptions {
        var options = DoctorOptions()
        if world.authorization != nil {
            options.signIn = .form(user: ZooAuthorization.user, password: ProbeSecret(ZooAuthorization.password))
        }
        switch world.api.protection {
        case .none: break
        case .service: options.secret = ProbeSecret(ZooAPI.secret)
        case .user: options.secret = ProbeSecret(ZooAPI.userKey)
        case .oauth:
            options.clientID = ZooAuthorization.clientID
            options.clientSecret = ProbeSecret(ZooAuthorization.clientSecret)
        }
        if [.service, .oauth].contains(world.api.protection), profiles == [Self.plugin] {
            options.verificationToken = ZooWorld.verificationToken
        }
        if profiles == [Self.app] { options.challengeToken = ZooMCP.challengeToken }
        self.options(&options)
        return options
    }
}

extension ZooAnimal {
    static let plugin = "chatgpt-plugin"
    static let action = "gpt-action"
    static let app = "chatgpt-app"
    static let everyApp = [app, "claude", "claude-code", "cursor", "vscode"]

    /// Every animal with a fault.
    static let broken: [ZooAnimal] =
        manifests + redirects + transports + local + texts + verification + authentication + documents + calls
        + doors + states + redirectURIs + tokenRequests + tokens + grants + challenges + resources + metadata
        + registrations + callbacks + scopes + tools

    /// Faults that show nothing from outside: they need time, or are inside of a server, or on the client's side.
    static let invisible: Set<String> = ["A03", "A04", "M04", "M08", "M12", "M15"]
}

extension ZooWorld {
    /// Makes a client known: its redirect URIs, and the address of its metadata document.
    mutating func admit(_ profile: ClientProfile) {
        let fill = { (text: String) in
            text.replacing("{assistant_id}", with: profile.assistantID).replacing("{port}", with: "1")
        }
        let redirects = (profile.redirectURIs + [profile.issuerRedirectURI].compactMap(\.self)).map(fill)
        let addresses = [profile.clientMetadataURL, profile.issuerClientMetadataURL].compactMap(\.self).map(fill)
        editAuthorization { server in
            server.clients[0].redirectURIs = redirects
            for address in addresses { server.metadataClients[address] = redirects }
        }
    }
}
