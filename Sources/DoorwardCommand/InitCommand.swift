internal import ArgumentParser
internal import Doorward
internal import DoorwardSecrets

/// `doorward init`
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write doorward.yaml, .env with a new secret, .gitignore and a logo. Never overwrites.",
        discussion: """
            Asks nothing: what cannot be worked out gets a default and a comment.

              doorward init
              doorward init plugin --upstream http://127.0.0.1:9000
              doorward init --public-url https://api.example.com --openapi openapi.yaml
              doorward init --auth oauth --public-url https://api.example.com
            """)

    @Argument(help: "The directory; it is made when it is not there.", completion: .directory)
    var directory = "."

    @Option(
        help: "Who may call: none, service_http, user_http or oauth.",
        completion: .list(["none", "service_http", "user_http", "oauth"]))
    var auth = "service_http"

    @Option(help: "The API to guard.")
    var upstream = "http://127.0.0.1:9000"

    @Option(
        help: """
            The address that assistants know; auto takes it from a tunnel, for development. (default: auto; with oauth \
            http://localhost:8000)
            """)
    var publicURL: String?

    @Option(name: .customLong("openapi"), help: "The API's OpenAPI document: a file, a URL, or a path on the API.")
    var openAPI: String?

    func run() throws {
        let template = try template()
        // What is written must be what `serve` takes.
        _ = try ConfigurationLoader.load(text: Array(template.yaml().utf8), name: "what init would write")
        do throws(TextFile.Unreadable) {
            if directory != "." { try TextFile.makeDirectory(directory) }
        } catch {
            throw CommandFailure(error)
        }
        var written: [String] = []
        var kept: [String] = []
        func write(_ bytes: [UInt8], to name: String, mode: UInt32, about: String) throws {
            let path = directory == "." ? name : "\(directory)/\(name)"
            do throws(AtomicFileError) {
                try AtomicFile.createNew(bytes, at: path, mode: mode)
                written.append("\(path)  \(about)")
            } catch .exists, .symbolicLink {
                kept.append(path)
            } catch {
                throw CommandFailure(error)
            }
        }
        if let name = template.secret?.fragment,
            try !addSecret(name, to: directory == "." ? ".env" : "\(directory)/.env")
        {
            let isForService = template.auth == .serviceHTTP
            try write(
                try environmentFile(name, isForService: isForService), to: ".env", mode: 0o600,
                about: isForService
                    ? "the secret, for you and ChatGPT only" : "the master secret: keep it apart from the database")
        }
        try write(
            Array(template.yaml().utf8), to: "doorward.yaml", mode: 0o644, about: "the configuration, with comments")
        try writeIgnores(write)
        try write(PlaceholderImage.png, to: "logo.png", mode: 0o644, about: "a placeholder; put your own in its place")
        report(written: written, kept: kept)
    }

    private func template() throws -> ConfigurationTemplate {
        do throws(ConfigurationValueError) {
            let mode = try AuthenticationMode(parsing: auth)
            // Tokens are bound to one address, so it has to be said.
            let address = publicURL ?? (mode == .oauth ? "http://localhost:8000" : "auto")
            var template = ConfigurationTemplate(
                publicURL: try PublicURL(parsing: address), upstream: try UpstreamURL(parsing: upstream), auth: mode)
            if let openAPI { template.openAPI = try OpenAPILocation(parsing: openAPI) }
            template.logo = "logo.png"
            if let secretName = Self.secretName(mode) {
                template.secret = try? SecretReference(parsing: "dotenv:.env#\(secretName)")
            }
            return template
        } catch {
            throw ValidationError("\(error)")
        }
    }

    /// Adds the secret to a `.env` file that is there already and lacks it.
    ///
    /// - Returns: whether it was added.
    private func addSecret(_ name: String, to path: String) throws -> Bool {
        guard TextFile.exists(path) else { return false }
        do {
            let text = try TextFile.read(path)
            let dotenv = try DotenvFile(parsing: text)
            guard !dotenv.names.contains(name) else { return false }
            var random = SystemRandomNumberGenerator()
            guard let value = try SecretGenerator.generate(using: &random).revealUTF8() else { return false }
            try AtomicFile.write(Array(try dotenv.setting(name, value).utf8), to: path, mode: 0o600)
        } catch {
            throw CommandFailure("\(path): \(error)")
        }
        Terminal.say("\(path): added \(name); the file is readable by you alone now (mode 0600)")
        return true
    }

    /// The name of the secret in `.env`; nil where none is needed.
    private static func secretName(_ mode: AuthenticationMode) -> String? {
        switch mode {
        case .none, .userHTTP: nil
        case .serviceHTTP: "CHATGPT_PLUGIN_SECRET"
        case .oauth: "DOORWARD_MASTER_SECRET"
        }
    }

    private func environmentFile(_ name: String, isForService: Bool) throws -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        guard let value = try SecretGenerator.generate(using: &random).revealUTF8() else { return [] }
        return Array(
            ConfigurationTemplate.environmentFile(name: name, value: value, isForService: isForService).utf8)
    }

    /// A `.gitignore` that is there already gets the lines it lacks: a secret that is committed is no secret.
    private func writeIgnores(_ write: ([UInt8], String, UInt32, String) throws -> Void) throws {
        let path = directory == "." ? ".gitignore" : "\(directory)/.gitignore"
        let wanted = ConfigurationTemplate.ignoredFiles
        guard TextFile.exists(path) else {
            let text =
                "# Secrets and the database stay out of version control.\n" + wanted.joined(separator: "\n") + "\n"
            return try write(Array(text.utf8), ".gitignore", 0o644, "keeps secrets out of version control")
        }
        do {
            let text = try TextFile.read(path)
            let present = Set(text.split(whereSeparator: \.isNewline).map { $0.trimmingBlanks })
            let missing = wanted.filter { !present.contains($0) && !present.contains("/\($0)") }
            guard !missing.isEmpty else { return }
            let separator = text.isEmpty || text.hasSuffix("\n") ? "" : "\n"
            let addition = separator + "# Doorward's secrets and database\n" + missing.joined(separator: "\n") + "\n"
            try AtomicFile.write(Array((text + addition).utf8), to: path, mode: nil)
            Terminal.say("\(path): added \(missing.joined(separator: ", "))")
        } catch {
            throw CommandFailure(error)
        }
    }

    private func report(written: [String], kept: [String]) {
        for line in written { Terminal.say("wrote \(line)") }
        for path in kept { Terminal.say("kept  \(path)  it was there already; init never overwrites") }
        let config = directory == "." ? "" : " --config \(directory)/doorward.yaml"
        Terminal.say(
            """

            Next:
              1. start your API at \(upstream), or change upstream.url in doorward.yaml
              2. doorward config\(config)   shows what is in force
              3. doorward serve\(config)    guards it on http://127.0.0.1:8000
            """)
        guard auth == AuthenticationMode.oauth.rawValue else { return }
        Terminal.say(
            """
              4. doorward user add NAME --email ADDRESS\(config)   invites somebody who can sign in
              5. doorward client add --help   registers ChatGPT, or another client
            """)
    }
}

extension Substring {
    /// The text without the blanks around it.
    var trimmingBlanks: String {
        String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
