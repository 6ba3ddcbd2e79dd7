internal import ArgumentParser
internal import Doorward

/// What the verbs that change the database have in common.
struct AdministrationOptions: ParsableArguments {
    @OptionGroup var file: ConfigurationFileOption
    @Option(help: "How to print it: text or json.") var format = OutputFormat.text

    /// Opens the database.
    ///
    /// - Parameters:
    ///   - creating: whether a SQLite file is made where there is none.
    ///   - needsServer: whether it is in vain without Doorward's own authorization server, which is then said.
    func open(creating: Bool = false, needsServer: Bool = true) async throws -> Administration {
        let configuration = try file.load().configuration
        if needsServer {
            if configuration.auth != .oauth {
                Terminal.complain(["note: auth is not oauth in the configuration, so nobody signs in"])
            } else if let issuer = configuration.oauth.issuer {
                Terminal.complain(["note: oauth.issuer is \(issuer), so people and clients are kept there, not here"])
            }
        }
        return try await Administration.open(configuration, creating: creating, detail: ["by": Terminal.actor])
    }

    /// The same for looking: nil where there is no database yet, for looking must not make one.
    func openExisting() async throws -> Administration? {
        let configuration = try file.load().configuration
        do {
            return try await Administration.open(configuration, creating: false)
        } catch AdministrationError.databaseMissing {
            return nil
        }
    }
}

/// How long an invitation is good, as typed.
enum Lifetime {
    static func seconds(_ text: String, option: String) throws -> Int64 {
        do throws(ConfigurationValueError) {
            let seconds = try ConfiguredDuration(parsing: text).nanoseconds / 1_000_000_000
            guard seconds > 0 else { throw ConfigurationValueError("is no time at all", hint: "write 12h or 90d") }
            return seconds
        } catch {
            throw ValidationError("\(option): \(error)")
        }
    }
}
