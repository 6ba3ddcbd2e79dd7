internal import ArgumentParser
internal import Doorward
internal import DoorwardDoctor
internal import DoorwardDocuments

/// `doorward doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Play an assistant against a live address, and say which step would fail and why.",
        discussion: """
            Any address: an API behind nginx, an authorization server of others, Doorward.
            Nothing is installed there, and operations are called only when they read.

              doorward doctor https://api.example.com
              doorward doctor https://api.example.com --as gpt-action --secret-from env:API_KEY
              doorward doctor https://api.example.com/mcp --as chatgpt-app
              doorward doctor https://api.example.com --as all --format html --output report.html
              doorward doctor https://auth.example.com/mcp --headless-form alice:env:PASSWORD
              doorward doctor http://127.0.0.1:8000 --as-if-public
              doorward doctor --self
              doorward doctor --print-profile claude > mine.yaml

            Exit status: 0 when nothing failed (with --strict: no warning either), 1 when
            something did, 2 when it could not run, 64 when the command line is wrong.
            """)

    @Argument(help: "The address: a host, the origin, an OpenAPI document's URL, or an MCP endpoint's.")
    var address: String?

    @OptionGroup(title: "Client") var client: DoctorClientOptions
    @OptionGroup(title: "Credentials") var credentials: DoctorCredentialOptions
    @OptionGroup(title: "Connection") var connection: DoctorConnectionOptions
    @OptionGroup(title: "Output") var output: DoctorOutputOptions

    @Flag(name: .customLong("self"), help: "Examine the server that doorward.yaml describes.")
    var isSelf = false

    @OptionGroup(title: "With --self") var file: ConfigurationFileOption

    func validate() throws {
        guard !client.isAboutProfiles else { return }
        if isSelf, address != nil { throw ValidationError("--self takes the address from doorward.yaml; leave it out") }
        if !isSelf, address == nil {
            throw ValidationError("name the address to examine, such as https://api.example.com, or --self")
        }
    }

    func run() async throws {
        if client.isAboutProfiles { return try client.printProfiles() }
        // The answer to "could not run" is 2 for whoever reads exit statuses; usage errors stay 64.
        let run = DoctorRun(output: output)
        do {
            try output.check()
            let transport = try connection.transport()
            let reports: [DoctorRun.Examined]
            if isSelf {
                reports = try await examineSelf(run, transport)
            } else {
                reports = try await examine(run, transport)
            }
            await transport.shutdown()
            try run.finish(reports)
            let status = output.status(of: reports.map(\.report))
            if status != 0 { throw ExitCode(status) }
        } catch let failure as CommandFailure {
            Terminal.complain([failure.message])
            throw ExitCode(2)
        } catch let failure as ConfigurationFailure {
            Terminal.complain(failure.problems.map(\.description))
            throw ExitCode(2)
        }
    }

    private func examine(_ run: DoctorRun, _ transport: HTTPProbeTransport) async throws -> [DoctorRun.Examined] {
        let target = try DoctorTarget.parse(address ?? "")
        let options = try await credentials.options(connection: connection)
        let profiles = try await client.profiles(for: target, transport)
        var reports: [DoctorRun.Examined] = []
        for profile in profiles {
            reports.append(await run.examine(target, as: profile, options, transport))
        }
        return reports
    }

    private func examineSelf(_ run: DoctorRun, _ transport: HTTPProbeTransport) async throws -> [DoctorRun.Examined] {
        let own = try await SelfExamination(file.load())
        var options = try await credentials.options(connection: connection)
        options.secret = options.secret ?? own.secret
        var reports = [await run.examineSelf(own, transport)]
        // On this machine http, ports and localhost are as they must be.
        options.assumesPublic = options.assumesPublic || own.target.isLoopback
        guard reports[0].report.count(.failed) == 0 else { return reports }
        guard !reports[0].report.isPublicAddressUnseen else {
            Terminal.complain(["the public address cannot be reached from here, so no client was played against it"])
            return reports
        }
        let names = client.names.isEmpty ? ["chatgpt-plugin"] : client.names
        for profile in try client.profiles(named: names) {
            reports.append(await run.examine(own.target, as: profile, options, transport))
        }
        return reports
    }
}
