internal import ArgumentParser
internal import Doorward
internal import DoorwardDoctor
internal import DoorwardSecrets

/// What `doorward doctor` proves itself with; secrets are never typed, only where they are kept.
struct DoctorCredentialOptions: ParsableArguments {
    @Option(
        help: """
            Where the service secret, or a user's key, is kept: env:NAME, file:PATH, dotenv:.env#NAME, systemd:NAME.
            """)
    var secretFrom: String?

    @Option(help: "The OAuth client id that the assistant was given.")
    var clientID: String?

    @Option(help: "Where that client's secret is kept.")
    var clientSecretFrom: String?

    @Option(help: "The verification token that ChatGPT shows; it must be in the manifest.")
    var verificationToken: String?

    @Option(help: "The token that the portal shows for /.well-known/openai-apps-challenge.")
    var challengeToken: String?

    @Option(help: "What to ask for, instead of what the documents say: scopes, separated by blanks.")
    var scope: String?

    @Option(help: "Instead of the client's redirect URI; one of this machine gets the answer back by itself.")
    var redirectURI: String?

    @Option(help: "The plugin's or GPT's id in redirect URIs: plugin-… or g-….")
    var assistantID: String?

    @Option(help: "The operation to call: its operationId, or GET /path. By default a harmless one is chosen.")
    var operation: String?

    @Option(help: "Another address at which the API must not answer without a token; several times for several.")
    var around: [String] = []

    @Option(
        help: """
            Sign in by filling in plain HTML forms, for machines: USER:SOURCE, the source saying where the password is \
            kept, such as alice:env:PASSWORD.
            """)
    var headlessForm: String?

    @Flag(help: "Sign in in a browser: a link is opened or printed, and the answer is waited for.")
    var signIn = false

    @Option(help: "How many seconds to wait for somebody to sign in.")
    var wait = 180

    @Option(help: "How many seconds one examination may take in all.")
    var limit = 300

    func validate() throws {
        guard (1...86400).contains(limit) else { throw ValidationError("--limit is 1 to 86400 seconds") }
        if headlessForm != nil, signIn {
            throw ValidationError("--sign-in is for people, --headless-form for machines")
        }
        if let headlessForm, !headlessForm.contains(":") {
            throw ValidationError("--headless-form is USER:SOURCE, such as alice:env:PASSWORD")
        }
        guard (1...3600).contains(wait) else { throw ValidationError("--wait is 1 to 3600 seconds") }
    }

    func options(connection: DoctorConnectionOptions) async throws -> DoctorOptions {
        var options = DoctorOptions(
            secret: try await Self.secret(secretFrom, "--secret-from"), clientID: clientID,
            clientSecret: try await Self.secret(clientSecretFrom, "--client-secret-from"),
            verificationToken: verificationToken, challengeToken: challengeToken, redirectURI: redirectURI,
            assistantID: assistantID, scope: scope, operation: operation, around: around)
        options.assumesPublic = connection.asIfPublic
        if let headlessForm, let colon = headlessForm.firstIndex(of: ":") {
            let source = String(headlessForm[headlessForm.index(after: colon)...])
            if let password = try await Self.secret(source, "--headless-form") {
                options.signIn = .form(user: String(headlessForm[..<colon]), password: password)
            }
        } else if signIn {
            options.signIn = .browser(wait: .seconds(wait))
        }
        options.limit = .seconds(limit)
        if let problem = options.problem { throw CommandFailure(problem) }
        return options
    }

    private static func secret(_ source: String?, _ option: String) async throws -> ProbeSecret? {
        guard let source else { return nil }
        let reference: SecretReference
        do throws(SecretReferenceError) { reference = try SecretReference(parsing: source) } catch {
            throw CommandFailure("\(option): \(error)")
        }
        let resolver = SecretResolver.standard(environment: ProcessEnvironment.variables(), baseDirectory: ".")
        let resolution = await resolver.resolve([reference])
        if let problem = resolution.problems.first { throw CommandFailure("\(option): \(problem)") }
        guard let text = resolution.secrets.first?.secret.revealUTF8() else {
            throw CommandFailure("\(option): \(reference): not a text")
        }
        return ProbeSecret(text)
    }
}
