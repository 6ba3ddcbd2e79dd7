internal import ArgumentParser
internal import Doorward
internal import DoorwardOAuth

extension ClientCommand {
    struct Edit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change a client's name, redirect URIs or scopes. What people allowed stays allowed.",
            discussion: """
                Redirect URIs that are said replace all that there are.

                  doorward client edit ID --assistant-id g-0123456789abcdef0123456789abcdef
                  doorward client edit ID --name "My notes" --scope "notes:read"
                """)

        @OptionGroup var options: AdministrationOptions
        @Argument(help: "The client's id, from 'doorward client list'.") var id: String
        @Option(help: "What people read when they are asked.") var name: String?
        @Option(parsing: .singleValue, help: "A complete redirect URI; may be said several times.")
        var redirect: [String] = []
        @Option(help: "The id of the plugin (plugin-…) or GPT (g-…): both its callbacks become redirect URIs.")
        var assistantID: String?
        @Option(help: "What it may ask for, with blanks between.") var scope: String?

        private var changes: ClientChanges {
            ClientChanges(
                name: name, redirectURIs: redirect.isEmpty ? nil : redirect, assistantID: assistantID, scope: scope)
        }

        func validate() throws {
            if changes.isEmpty {
                throw ValidationError("say what to change: --name, --redirect, --assistant-id or --scope")
            }
        }

        func run() async throws {
            let client = try await options.open().changeClient(id, changes)
            switch options.format {
            case .json: Terminal.say(ClientText.json(client))
            case .text: Terminal.say(ClientText.page(client, WallClock.unixSeconds()))
            }
        }
    }

    struct RotateSecret: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate-secret",
            abstract: "Make a new secret for a client. The one before it is accepted as well, until you retire it.",
            discussion: """
                Give the new secret to the client, and when it is in use:

                  doorward client rotate-secret ID
                  doorward client show ID                        says which one is in use
                  doorward client rotate-secret ID --retire-old  makes one that alone is accepted
                """)

        @OptionGroup var options: AdministrationOptions
        @Argument(help: "The client's id, from 'doorward client list'.") var id: String
        @Flag(help: "Accept no older secret any more, from now on.") var retireOld = false

        func run() async throws {
            let (client, secret) = try await options.open().rotateSecret(ofClient: id, retiringOld: retireOld)
            switch options.format {
            case .json:
                Terminal.say(
                    JSONText.object([("client_id", .text(client.id)), ("client_secret", .text(secret))]))
            case .text:
                Terminal.say(secret)
                let old =
                    client.secrets.count > 1
                    ? "the one before it is accepted as well, an older one no longer" : "no other is accepted"
                Terminal.complain(["this secret of \(client.id) is shown this once; \(old)"])
            }
        }
    }
}
