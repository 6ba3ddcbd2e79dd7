internal import ArgumentParser
internal import Doorward
internal import DoorwardSecrets
internal import DoorwardStore

extension SecretCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "List the live values of all secrets: fingerprint, age, version, where kept, last used. Never the value.",
            discussion: """
                  doorward secret list
                  doorward secret list --all --format json

                LAST USED is when a value last let a call in. 'leaving' is a value that its
                source no longer has and that a running server may accept still.
                """)

        @OptionGroup var file: ConfigurationFileOption
        @Option(help: "How to print it: text or json.") var format = OutputFormat.text
        @Flag(help: "Also those that were retired.") var all = false

        func run() async throws {
            let all = all
            let (inventory, history) = try await SecretRotation.with(file) { rotation in
                var history: [SecretUsage] = []
                try await rotation.record(mayCreate: false) { history = try await $0.usage() }
                return (await SecretInventory(rotation), history)
            }
            let rows = inventory.rows(history: history, includingRetired: all)
            Terminal.complain(
                inventory.entries.compactMap { entry in
                    entry.versions.isEmpty ? entry.problem.map { "\(entry.reference): \($0)" } : nil
                })
            switch format {
            case .json: Terminal.say(JSONText.array(rows.map(Self.json)))
            case .text:
                guard !rows.isEmpty else { return Terminal.say("no secrets; 'doorward secret add' makes one") }
                Terminal.say(Self.table(rows).text)
            }
        }

        private static func json(_ row: SecretInventory.Row) -> String {
            JSONText.object([
                ("fingerprint", .text(row.fingerprint)), ("key", .text(row.key)), ("source", .text(row.source)),
                ("version", .optional(row.version)), ("state", .text(row.state)),
                ("first_seen", .time(row.firstSeen)), ("last_used", .time(row.lastUsed)),
            ])
        }

        private static func table(_ rows: [SecretInventory.Row]) -> TextTable {
            let now = WallClock.unixSeconds()
            let cells = rows.map { row in
                [
                    row.fingerprint, row.state, row.version ?? "-", row.firstSeen.map { Age.text($0, now) } ?? "-",
                    row.key.hasPrefix("service.") ? Age.text(row.lastUsed, now) : "-", row.key, row.source,
                ]
            }
            return TextTable(["FINGERPRINT", "STATE", "VERSION", "SINCE", "LAST USED", "KEY", "KEPT IN"], cells)
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Read every secret as the server would, and say what works. Exit status 1: the server would not start.",
            discussion: "  doorward secret check\n  doorward secret check --format json")

        @OptionGroup var file: ConfigurationFileOption
        @Option(help: "How to print it: text or json.") var format = OutputFormat.text

        func run() async throws {
            let inventory = try await SecretRotation.with(file) { rotation in
                let count = rotation.loaded.configuration.secretsInUse.count
                if Terminal.isWatched { Terminal.complain(["reading \(count) secrets"]) }
                return await SecretInventory(rotation)
            }
            switch format {
            case .json: Terminal.say(JSONText.array(inventory.entries.map(Self.json)))
            case .text:
                if inventory.entries.isEmpty { Terminal.say("this configuration needs no secrets") }
                for entry in inventory.entries { Terminal.say(Self.text(entry)) }
            }
            if inventory.lacksService {
                Terminal.complain(["no service secret can be read, so every call would be refused"])
            }
            if !inventory.isGood { throw ExitCode.failure }
        }

        private static func json(_ entry: SecretInventory.Entry) -> String {
            let versions = entry.versions.map { version in
                JSONText.object([
                    ("fingerprint", .text(version.secret.fingerprint)), ("version", .optional(version.label)),
                    ("since", .time(version.since)),
                ])
            }
            return JSONText.object([
                ("key", .text(entry.role.key)), ("source", .text(entry.reference.description)),
                ("optional", .flag(entry.reference.isOptional)), ("ok", .flag(entry.isGood)),
                ("versions", .json("[\(versions.joined(separator: ","))]")), ("problem", .optional(entry.problem)),
                ("warnings", .texts(entry.warnings)),
            ])
        }

        private static func text(_ entry: SecretInventory.Entry) -> String {
            let mark = entry.isGood ? "ok     " : entry.reference.isOptional ? "absent " : "FAILED "
            var lines = ["\(mark) \(entry.role.key)  \(entry.reference)"]
            let now = WallClock.unixSeconds()
            for version in entry.versions {
                let since = version.since.map { ", \(Age.text($0, now))" } ?? ""
                lines.append("        \(version.secret.fingerprint) \(version.label ?? "current")\(since)")
            }
            if let problem = entry.problem { lines.append("        \(problem)") }
            lines += entry.warnings.map { "        warning: \($0)" }
            return lines.joined(separator: "\n")
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a new value of a secret where it is kept; the old value stays accepted.",
            discussion: """
                  doorward secret rotate service.secrets[0]
                  doorward secret rotate aws-sm://eu-central-1/chatgpt
                  doorward secret rotate upstream.authorization --stdin < new-value

                Files, .env files, AWS, Google, Azure and Vault can be written to; the rights
                to do so are the caller's own.
                """)

        @OptionGroup var file: ConfigurationFileOption
        @Argument(help: "The secret: its key, where it is kept, or its fingerprint.") var name: String
        @Flag(name: .customLong("stdin"), help: "Take the new value from standard input, one line.") var isGiven = false
        @Flag(help: "Also when the value that would be pushed out is in use still.") var force = false

        func run() async throws {
            let lock = try SecretRotation.lock(file)
            defer { lock.end() }
            let given = isGiven ? try StandardInput.secretLine("New value: ", most: 64 << 10) : nil
            let (name, force) = (name, force)
            let (renewal, outcome) = try await SecretRotation.with(file) { rotation in
                let renewal = try await SecretRenewal(rotation, name)
                return (renewal, try await renewal.write(given, force: force))
            }
            let label = outcome.version.label.map { " as \($0)" } ?? ""
            Terminal.say(
                "written to \(renewal.reference)\(label): fingerprint \(outcome.version.secret.fingerprint)")
            let refresh = ConfiguredDuration(renewal.rotation.loaded.configuration.secretSources.refresh)
            let isFile = ["file", "dotenv"].contains(renewal.reference.scheme)
            let pause = isFile ? "within a second" : "within \(refresh), a tenth more or less"
            guard let value = outcome.value else {
                return Terminal.say("A running server takes it over \(pause).")
            }
            Terminal.say(
                """

                  \(value)

                It is shown this once here. A running server accepts it \(pause), and the old value too. Now
                  1. paste it into ChatGPT (the plugin's or the GPT's authentication settings);
                  2. watch 'doorward secret list' until it is in use and the old one no longer is;
                  3. 'doorward secret retire' with the old one's fingerprint.
                """)
        }
    }
}
