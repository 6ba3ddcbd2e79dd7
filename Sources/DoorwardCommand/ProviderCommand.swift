internal import ArgumentParser
internal import Doorward

/// `doorward provider`
struct ProviderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provider",
        abstract: "List and check the identity providers that people sign in with (identity_providers).",
        discussion: """
              doorward provider list     what each must have as its redirect URI
              doorward provider check    asks each for what it publishes
            """,
        subcommands: [List.self, Check.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the identity providers, with the redirect URI that each must have registered.",
            discussion: "  doorward provider list\n  doorward provider list --format json")

        @OptionGroup var options: AdministrationOptions

        func run() throws {
            let configuration = try options.file.load().configuration
            let providers = configuration.identityProviders
            switch options.format {
            case .json:
                Terminal.say(
                    JSONText.array(
                        providers.map { provider in
                            JSONText.object([
                                ("name", .text(provider.name)), ("type", .text(provider.type.rawValue)),
                                ("label", .text(provider.title)), ("client_id", .text(provider.clientID)),
                                ("redirect_uri", .text(ProviderCheck.callback(of: provider.name, configuration))),
                            ])
                        }))
            case .text:
                guard !providers.isEmpty else {
                    return Terminal.say("no identity providers; write them under identity_providers")
                }
                let rows = providers.map { provider in
                    [
                        provider.name, provider.type.rawValue, provider.title,
                        ProviderCheck.callback(of: provider.name, configuration),
                    ]
                }
                Terminal.say(TextTable(["NAME", "TYPE", "LABEL", "REDIRECT URI"], rows).text)
            }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read each provider's secret and what it publishes. Exit status 1 when something is wrong.",
            discussion: """
                Whether the provider knows the redirect URI and takes the secret is seen only when somebody
                signs in.

                  doorward provider check
                  doorward provider check --format json
                """)

        @OptionGroup var options: AdministrationOptions

        func run() async throws {
            let checks = try await ProviderCheck.all(of: try options.file.load().configuration)
            switch options.format {
            case .json: Terminal.say(JSONText.array(checks.map(Self.json)))
            case .text:
                guard !checks.isEmpty else {
                    return Terminal.say("no identity providers; write them under identity_providers")
                }
                for check in checks {
                    Terminal.say("\(check.problem == nil ? "ok  " : "FAIL")  \(check.name) (\(check.type))")
                    if let problem = check.problem { Terminal.say("      \(problem)") }
                    if let site = check.site { Terminal.say("      people are sent to \(site)") }
                    Terminal.say("      the redirect URI there must be \(check.callback)")
                }
            }
            if checks.contains(where: { $0.problem != nil }) { throw ExitCode.failure }
        }

        private static func json(_ check: ProviderCheck) -> String {
            JSONText.object([
                ("name", .text(check.name)), ("type", .text(check.type)), ("ok", .flag(check.problem == nil)),
                ("redirect_uri", .text(check.callback)), ("site", check.site.map { .text($0) } ?? .json("null")),
                ("problem", check.problem.map { .text($0) } ?? .json("null")),
            ])
        }
    }
}
