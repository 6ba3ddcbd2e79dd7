internal import DoorwardSecrets

/// Application default credentials: found in the order that Google documents, kept while they are good, asked for once
/// however many wait.
///
/// The order: the file in `GOOGLE_APPLICATION_CREDENTIALS`; the file that gcloud keeps in `CLOUDSDK_CONFIG` or
/// `~/.config/gcloud`; the metadata server ("How Application Default Credentials works"). Files are read anew for each
/// token, so a key that is replaced on disk is used without a new start.
actor GoogleCredentials {
    private typealias Answer = Result<GoogleGrant.Outcome, SecretSourceError>

    private let surroundings: SourceSurroundings
    private var token: GoogleAccessToken?
    private var clock = GoogleClock()
    private var flight: Task<Answer, Never>?
    /// When a renewal that failed is tried again, while the token at hand still opens.
    private var nextRenewal: Int64 = .min

    init(_ surroundings: SourceSurroundings) { self.surroundings = surroundings }

    /// What an operator should know of the clock.
    var warning: String? { clock.warning }

    /// A token that is good now.
    func current() async throws(SecretSourceError) -> GoogleAccessToken {
        let now = surroundings.now()
        if let token, now < token.renewAt || (now < token.expiresAt && now < nextRenewal) { return token }
        do throws(SecretSourceError) {
            return try await renewed()
        } catch {
            guard let token, surroundings.now() < token.expiresAt else { throw error }
            nextRenewal = surroundings.now() + 15
            return token
        }
    }

    /// Forgets a token that Google refused, unless another has taken its place already.
    func drop(_ refused: GoogleAccessToken) {
        if token?.value.digest == refused.value.digest { token = nil }
    }

    private func renewed() async throws(SecretSourceError) -> GoogleAccessToken {
        let task: Task<Answer, Never>
        if let flight {
            task = flight
        } else {
            // A task of its own: whoever gives up waiting must not take the answer from the others.
            task = Task { [surroundings, clock] in await Self.ask(surroundings, clock) }
            flight = task
        }
        let answer = await task.value
        // The first of those who waited puts it away; for the others a later refusal may have dropped it already.
        if flight == task {
            flight = nil
            if case .success(let outcome) = answer { (token, clock) = (outcome.token, outcome.clock) }
        }
        return try answer.get().token
    }

    private static func ask(_ surroundings: SourceSurroundings, _ clock: GoogleClock) async -> Answer {
        do throws(SecretSourceError) {
            let (identity, quotaProject) = try identity(surroundings)
            var outcome = try await GoogleGrant(surroundings: surroundings).token(for: identity, clock: clock)
            outcome.token.quotaProject = try variableProject(surroundings) ?? quotaProject
            return .success(outcome)
        } catch {
            return .failure(error)
        }
    }

    private static func variableProject(_ surroundings: SourceSurroundings) throws(SecretSourceError) -> String? {
        guard let project = surroundings.variable("GOOGLE_CLOUD_QUOTA_PROJECT") else { return nil }
        guard GoogleSecretName.isProject(project) else {
            throw .denied(reason: "GOOGLE_CLOUD_QUOTA_PROJECT is not a project; write its ID, such as my-project")
        }
        return project
    }

    private static func identity(
        _ surroundings: SourceSurroundings
    ) throws(SecretSourceError) -> (identity: GoogleIdentity, quotaProject: String?) {
        if let path = surroundings.variable("GOOGLE_APPLICATION_CREDENTIALS") {
            guard let bytes = try surroundings.bytes(ofFile: path) else {
                throw .denied(
                    reason:
                        "GOOGLE_APPLICATION_CREDENTIALS names \(path), and there is no such file; correct the path, "
                        + "or unset the variable")
            }
            return try GoogleCredentialFile.parse(bytes, file: path)
        }
        let folder =
            surroundings.variable("CLOUDSDK_CONFIG") ?? surroundings.variable("HOME").map { $0 + "/.config/gcloud" }
        if let folder {
            let path = folder + "/application_default_credentials.json"
            if let bytes = try surroundings.bytes(ofFile: path) {
                return try GoogleCredentialFile.parse(bytes, file: path)
            }
        }
        return (.machine, nil)
    }
}
