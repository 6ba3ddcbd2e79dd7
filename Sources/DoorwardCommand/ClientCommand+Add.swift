internal import ArgumentParser
internal import Doorward
internal import DoorwardOAuth

extension ClientCommand {
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Register a client. Its secret is shown once.",
            discussion: """
                Profiles: plugin, action (ChatGPT), web, native, mcp, resource (an API that
                asks about tokens). ChatGPT tells a GPT's id only after it has been given
                the credentials: add it then with 'doorward client edit'.

                  doorward client add --profile action --name "My GPT"
                  doorward client add --profile web --name Notes --redirect https://app.example.com/callback
                  doorward client add --profile native --name CLI --public --redirect http://127.0.0.1/callback
                  doorward client add --profile web --name Agent --jwks-url https://agent.example.com/jwks.json
                """)

        @OptionGroup var options: AdministrationOptions
        @Option(
            help: "The kind of client: plugin, action, web, native, mcp or resource.",
            completion: .list(ClientProfile.all.map(\.name).filter { $0 != "registered" }))
        var profile: String
        @Option(help: "What people read when they are asked.") var name: String
        @Option(parsing: .singleValue, help: "A complete redirect URI; may be said several times.")
        var redirect: [String] = []
        @Option(help: "The id of the plugin (plugin-…) or GPT (g-…): both its callbacks become redirect URIs.")
        var assistantID: String?
        @Flag(name: .customLong("public"), help: "It cannot keep a secret: a browser or somebody's own machine.")
        var isPublic = false
        @Option(help: "What it may ask for, with blanks between; all of oauth.scopes when nothing is said.")
        var scope: String?
        @Option(parsing: .unconditional, help: "An id of your own choice.") var id: String?
        @Option(help: "It proves itself with a key (private_key_jwt), of this https address of a JWK Set.")
        var jwksURL: String?
        @Option(help: "The same, with the keys of this file.", completion: .file()) var jwksFile: String?
        @Flag(name: .customLong("require-dpop"), help: "Its access tokens must be bound to a key (DPoP).")
        var requireDPoP = false
        @Flag(help: "Its authorization requests must be pushed (PAR).") var requirePushed = false

        func validate() throws {
            if jwksURL != nil, jwksFile != nil {
                throw ValidationError("--jwks-url and --jwks-file exclude each other")
            }
        }

        func run() async throws {
            var new = NewClient(
                name: name, profile: profile, isPublic: isPublic, redirectURIs: redirect, assistantID: assistantID,
                scope: scope, id: id, keys: jwksURL.map { .url($0) })
            if let jwksFile { new.keys = .inline(try TextFile.read(jwksFile)) }
            new.requiresKeyBinding = requireDPoP
            new.requiresPushedRequests = requirePushed
            let administration = try await options.open(creating: true)
            let (client, secret) = try await administration.addClient(new)
            let features = administration.configuration.oauth.features
            if requireDPoP, !features.keyBinding.isOffered {
                Terminal.complain(["note: oauth.dpop is off in the configuration; until it is on, it gets no tokens"])
            }
            if requirePushed, !features.pushedRequests.isOffered {
                Terminal.complain(["note: oauth.pushed_requests is off in the configuration; its requests are refused"])
            }
            switch options.format {
            case .json:
                let members = [("client_id", client.id)] + (secret.map { [("client_secret", $0)] } ?? [])
                Terminal.say(JSONText.object(members.map { ($0.0, .text($0.1)) }))
            case .text: Terminal.say(Self.text(client, secret))
            }
        }

        private static func text(_ client: ClientRecord, _ secret: String?) -> String {
            var lines = ["client id      \(client.id)"]
            if let secret {
                lines += [
                    "client secret  \(secret)", "",
                    "The secret is shown this once; only its digest is kept. Paste both where the client asks for them"
                        + (isAssistant(client) ? " (ChatGPT: Authentication, OAuth)." : "."),
                ]
            } else if client.keys != nil {
                lines += ["", "It has no secret: it proves itself with its key (oauth.private_key_jwt must be on)."]
            } else {
                lines += ["", "It has no secret: it proves itself with PKCE."]
            }
            if client.redirectURIs.isEmpty, isAssistant(client) {
                lines += [
                    "",
                    "Nobody can sign in through it yet. Once ChatGPT shows the callback address, take the id from it:",
                    "  doorward client edit \(client.id) --assistant-id g-…",
                ]
            } else if !client.redirectURIs.isEmpty {
                lines += ["", "People are sent back to:"] + client.redirectURIs.map { "  \($0)" }
            }
            return lines.joined(separator: "\n")
        }

        private static func isAssistant(_ client: ClientRecord) -> Bool {
            ClientProfile.named(client.profile)?.redirects.allowAssistants ?? false
        }
    }
}
