internal import ArgumentParser
internal import Doorward

/// `doorward serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Guard the API that doorward.yaml describes.",
        discussion: """
            Changed files are taken over while it runs, SIGHUP asks for it; a wrong
            change is reported and the old configuration stays. SIGTERM finishes what
            is in flight. Once it answers it looks at itself as a client would, and
            what it finds goes to the log. Exit status 78: the configuration is wrong, and every
            problem is said.

              doorward serve
              doorward serve --config /etc/doorward.yaml --listen 0.0.0.0:8000
              DOORWARD_PUBLIC_URL=https://api.example.com doorward serve
            """)

    @OptionGroup var options: ConfigurationOptions

    @Flag(inversion: .prefixedNo, help: "Look at itself at start: public files, addresses, issuer and resource.")
    var selfCheck = true

    func run() async throws {
        try await Door.serve(options.source) { door in
            StartupPages.giveBack()
            guard selfCheck else { return }
            // Beside the door's own work: calls must not wait for it.
            let options = options
            Task.detached(priority: .background) {
                await StartCheck.run(options, door)
                StartupPages.giveBack()
            }
        }
    }
}
