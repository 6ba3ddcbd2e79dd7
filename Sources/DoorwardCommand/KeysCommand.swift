internal import ArgumentParser
internal import Doorward
internal import DoorwardGateway
internal import DoorwardOAuth

/// `doorward keys`
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "List and rotate the keys that sign tokens (auth: oauth).",
        discussion: """
            They are rotated by age without you (oauth.key_rotation).

              doorward keys list
              doorward keys rotate
            """,
        subcommands: [List.self, Rotate.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the published keys: which signs now, which is next.", discussion: "  doorward keys list")

        @OptionGroup var options: AdministrationOptions

        func run() async throws {
            let keys = try await options.openExisting()?.signingKeys() ?? []
            let now = WallClock.unixSeconds()
            switch options.format {
            case .json:
                Terminal.say(
                    JSONText.array(
                        keys.map { key, state in
                            JSONText.object([
                                ("kid", .text(key.id)), ("state", .text(state.rawValue)),
                                ("created_at", .time(key.createdAt)), ("active_from", .time(key.activeFrom)),
                                ("retires_at", .time(key.retiresAt)),
                            ])
                        }))
            case .text:
                guard !keys.isEmpty else { return Terminal.say("no keys yet; the first start makes one") }
                let rows = keys.map { key, state in
                    [
                        key.id, state.rawValue, Age.text(key.createdAt, now),
                        CivilTime(unixSeconds: key.activeFrom).rfc3339,
                        key.retiresAt.map { CivilTime(unixSeconds: $0).rfc3339 } ?? "-",
                    ]
                }
                Terminal.say(TextTable(["KID", "STATE", "MADE", "SIGNS FROM", "PUBLISHED UNTIL"], rows).text)
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the next key now. It signs in five minutes, when everybody can have seen it.",
            discussion: """
                  doorward keys rotate
                  doorward keys rotate --now    a key leaked: every access token is refused
                """)

        @OptionGroup var options: AdministrationOptions
        @Flag(name: .customLong("now"), help: "Sign with it at once, and withdraw all others with their tokens.")
        var atOnce = false

        func run() async throws {
            let (key, master) = try await options.open(creating: true).rotateSigningKey(atOnce: atOnce)
            if case .file(let path, true) = master.place {
                Terminal.complain(["made a master secret in \(path); keep a copy of it apart from the database"])
            }
            let time = CivilTime(unixSeconds: key.activeFrom).rfc3339
            Printed.outcome(
                atOnce ? "\(key.id) signs now; all others are withdrawn" : "\(key.id) signs from \(time) on",
                [("kid", .text(key.id)), ("active_from", .time(key.activeFrom))], options)
        }
    }
}
