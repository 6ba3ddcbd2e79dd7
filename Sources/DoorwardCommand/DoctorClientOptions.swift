internal import ArgumentParser
internal import DoorwardDoctor
internal import DoorwardDocuments

/// Which client `doorward doctor` plays.
struct DoctorClientOptions: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help: """
            The client: chatgpt-plugin, gpt-action, chatgpt-app, claude, claude-code, cursor, vscode, or all; several \
            with commas. By default the address decides.
            """,
        completion: .list(ClientProfile.builtIn.map(\.name) + ["all"]))
    var client: String?

    @Option(
        name: .customLong("profile"), help: "A file with a client's profile.", completion: .file(extensions: ["yaml"]))
    var files: [String] = []

    @Flag(help: "List the profiles that come along.")
    var listProfiles = false

    @Option(help: "Print a profile's file, to be changed and given to --profile.")
    var printProfile: String?

    var isAboutProfiles: Bool { listProfiles || printProfile != nil }

    var names: [String] { client?.split(separator: ",").map { $0.split(separator: " ").joined() } ?? [] }

    func printProfiles() throws {
        if let printProfile {
            guard let text = ClientProfile.text(ofBuiltIn: printProfile) else { throw Self.unknown(printProfile) }
            Terminal.put(text)
            return
        }
        let width = ClientProfile.builtIn.map(\.name.count).max() ?? 0
        for profile in ClientProfile.builtIn {
            Terminal.say(profile.name + String(repeating: " ", count: width - profile.name.count + 2) + profile.title)
        }
    }

    /// The profiles that were asked for; when none was, the one that fits the address.
    func profiles(for target: WebAddress, _ transport: HTTPProbeTransport) async throws -> [ClientProfile] {
        guard names.isEmpty, files.isEmpty else { return try profiles(named: names) }
        let guess = await ClientGuess(target, transport).name
        Terminal.complain(["examined as \(guess), which fits the address; --as says otherwise"])
        return try profiles(named: [guess])
    }

    func profiles(named names: [String]) throws -> [ClientProfile] {
        var profiles: [ClientProfile] = []
        for name in names {
            if name == "all" {
                profiles += ClientProfile.builtIn
            } else if let profile = ClientProfile.named(name) {
                profiles.append(profile)
            } else {
                throw Self.unknown(name)
            }
        }
        for file in files {
            do {
                profiles.append(try ClientProfile(reading: TextFile.bytes(of: file, most: 1 << 20)))
            } catch let error as ClientProfileError {
                throw CommandFailure("\(file): \(error)")
            } catch { throw CommandFailure("\(error)") }
        }
        var seen: Set<String> = []
        return profiles.filter { seen.insert($0.name).inserted }
    }

    private static func unknown(_ name: String) -> CommandFailure {
        let known = ClientProfile.builtIn.map(\.name).joined(separator: ", ")
        return CommandFailure("there is no client '\(name)'; there are \(known), and all")
    }
}
