internal import ArgumentParser
internal import Doorward
internal import DoorwardGateway
internal import DoorwardSecrets

/// `doorward audit`
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Show what happened: sign-ins, grants, changes of keys, clients and people. Newest first.",
        discussion: "  doorward audit\n  doorward audit --limit 1000 --format json")

    @OptionGroup var options: AdministrationOptions
    @Option(help: "How many at most.") var limit = 50

    func validate() throws {
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit must be 1 to 100000") }
    }

    func run() async throws {
        let events = try await options.openExisting()?.auditEvents(limit: limit) ?? []
        switch options.format {
        case .json:
            Terminal.say(
                JSONText.array(
                    events.map { event in
                        let detail = event.detail.sorted { $0.key < $1.key }.map {
                            ($0.key, JSONText.Value.text($0.value))
                        }
                        return JSONText.object([
                            ("at", .time(event.at)), ("kind", .text(event.kind)), ("actor", .text(event.actor)),
                            ("subject", .text(event.subject)), ("detail", .json(JSONText.object(detail))),
                        ])
                    }))
        case .text:
            guard !events.isEmpty else { return Terminal.say("nothing has happened yet") }
            let rows = events.map { event in
                [
                    CivilTime(unixSeconds: event.at).rfc3339, event.kind, ClientText.line(event.actor),
                    ClientText.line(event.subject),
                    ClientText.line(
                        event.detail.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")),
                ]
            }
            Terminal.say(TextTable(["TIME", "WHAT", "WHO", "ABOUT", "DETAIL"], rows).text)
        }
    }
}
