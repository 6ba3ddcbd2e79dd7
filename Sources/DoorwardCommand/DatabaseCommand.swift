internal import ArgumentParser
internal import Doorward
internal import DoorwardStore

/// `doorward db`
struct DatabaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Bring the database up to date, copy it, check it.",
        discussion: """
              doorward db migrate
              doorward db backup /var/backups/doorward.db
              doorward db check
            """,
        subcommands: [Migrate.self, Backup.self, Check.self])

    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the tables, or bring them to this version's schema. Every start does that too.",
            discussion: "  doorward db migrate")

        @OptionGroup var options: AdministrationOptions

        func run() async throws {
            let store = try await options.open(creating: true, needsServer: false).store
            let change = store.schema
            Printed.outcome(
                change.from == change.to
                    ? "\(store.name): schema \(change.to), nothing to do"
                    : "\(store.name): schema \(change.from) is now \(change.to)",
                [("database", .text(store.name)), ("from", .number(change.from)), ("to", .number(change.to))], options)
        }
    }

    struct Backup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy the SQLite file as it is now, while others use it.",
            discussion: "  doorward db backup /var/backups/doorward.db")

        @OptionGroup var options: AdministrationOptions
        @Argument(help: "Where the copy goes; there must be no such file.", completion: .file()) var path: String

        func run() async throws {
            let administration = try await options.open(needsServer: false)
            do throws(StoreError) { try await administration.store.backUp(to: path) } catch {
                throw CommandFailure(error)
            }
            Printed.outcome(
                "copied \(administration.store.name) to \(path)",
                [("database", .text(administration.store.name)), ("backup", .text(path))], options)
            let configuration = administration.configuration
            if configuration.auth == .oauth, !configuration.oauth.isExternal {
                Terminal.complain([
                    "the master secret is not in it: keep that too, in another place, for without it the keys in the "
                        + "copy cannot be read"
                ])
            }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Look for damage. Exit status 1: there is some.", discussion: "  doorward db check")

        @OptionGroup var options: AdministrationOptions

        func run() async throws {
            let store = try await options.open(needsServer: false).store
            let problems: [String]
            do throws(StoreError) { problems = try await store.check() } catch { throw CommandFailure(error) }
            switch options.format {
            case .json:
                Terminal.say(
                    JSONText.object([
                        ("database", .text(store.name)), ("clean", .flag(problems.isEmpty)),
                        ("problems", .texts(problems)),
                    ]))
            case .text:
                if problems.isEmpty { Terminal.say("\(store.name): clean") }
                for problem in problems { Terminal.say(problem) }
            }
            if !problems.isEmpty { throw ExitCode.failure }
        }
    }
}
