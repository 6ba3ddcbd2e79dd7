internal import DoorwardJOSE
internal import DoorwardSecrets

/// Secret Manager's REST interface, version 1, for one secret.
struct GoogleSecretService: Sendable {
    let name: GoogleSecretName
    private let surroundings: SourceSurroundings
    private let credentials: GoogleCredentials
    private let endpoint: GoogleAddress

    init(
        _ name: GoogleSecretName, surroundings: SourceSurroundings, credentials: GoogleCredentials
    ) throws(SecretSourceError) {
        self.name = name
        self.surroundings = surroundings
        self.credentials = credentials
        endpoint = try name.endpoint(surroundings)
    }

    /// What the messages call it.
    var place: String { "Google Secret Manager (\(endpoint.host))" }

    /// One page of the enabled versions; `nil` when the caller may not list them.
    func list(pageToken: String?) async throws(SecretSourceError) -> GoogleVersionPage? {
        var query = "?filter=state%3AENABLED&pageSize=25"
        if let pageToken { query += "&pageToken=" + PercentEncoding.encode(pageToken) }
        let answer = try await ask("GET", name.path + "/versions" + query)
        guard answer.status == 200 else {
            let fault = GoogleFault(answer)
            if fault.status == 403, fault.code == "PERMISSION_DENIED",
                fault.reason == nil || fault.reason == "IAM_PERMISSION_DENIED"
            {
                return nil
            }
            throw refusal(fault, needs: "roles/secretmanager.viewer")
        }
        return try GoogleVersionPage(answer, place: place)
    }

    /// The value of a version: a number, `latest` or an alias.
    func access(_ version: String) async throws(SecretSourceError) -> GooglePayload {
        try payload(try await ask("GET", "\(name.path)/versions/\(version):access"), of: version)
    }

    /// The value of a version that was listed; `nil` when it has been disabled or destroyed since.
    func accessListed(_ number: Int64) async throws(SecretSourceError) -> GooglePayload? {
        let answer = try await ask("GET", "\(name.path)/versions/\(number):access")
        if answer.status == 404 || (answer.status == 400 && GoogleFault(answer).code == "FAILED_PRECONDITION") {
            return nil
        }
        return try payload(answer, of: String(number))
    }

    private func payload(_ answer: SecretResponse, of version: String) throws(SecretSourceError) -> GooglePayload {
        guard answer.status == 200 else {
            throw refusal(GoogleFault(answer), needs: "roles/secretmanager.secretAccessor")
        }
        let payload = try GooglePayload(answer, place: place)
        if let number = Int64(version), number != payload.number {
            throw .malformed(reason: "\(place) answered with version \(payload.number) when \(number) was asked for")
        }
        return payload
    }

    /// Keeps a value as a new version, which is enabled at once.
    func add(_ bytes: [UInt8]) async throws(SecretSourceError) -> GoogleSecretVersion {
        let answer: SecretResponse
        do throws(SecretSourceError) {
            answer = try await ask(
                "POST", name.path + ":addVersion", body: GooglePayload.body(bytes), isRepeatable: false)
        } catch {
            guard case .unavailable(let reason) = error else { throw error }
            throw .unavailable(reason: reason + Self.unknownOutcome)
        }
        // Of these nobody knows what they left behind; asking again could push the old version out of the last two.
        guard answer.status < 500 else {
            throw .unavailable(reason: "\(place) says \(GoogleFault(answer).words)" + Self.unknownOutcome)
        }
        guard answer.status == 200 else {
            throw refusal(GoogleFault(answer), needs: "roles/secretmanager.secretVersionAdder")
        }
        return try version(in: answer)
    }

    /// Takes a version out of service; it can be enabled again.
    func disable(_ number: Int64) async throws(SecretSourceError) {
        let answer = try await ask(
            "POST", "\(name.path)/versions/\(number):disable", body: JOSEObject([:]).encoded)
        guard answer.status == 200 else {
            throw refusal(GoogleFault(answer), needs: "roles/secretmanager.secretVersionManager")
        }
        let version = try version(in: answer)
        guard version.number == number, !version.isEnabled else {
            throw .malformed(reason: "\(place) did not disable version \(number); look at it in the console")
        }
    }

    private static let unknownOutcome =
        "; the new version may be there or not: list the versions before you rotate again, and disable one that nobody uses"

    private func version(in answer: SecretResponse) throws(SecretSourceError) -> GoogleSecretVersion {
        try GoogleSecretVersion(try JOSEObject(answer.body, place: "the answer of \(place)"), place: place)
    }

    /// Sends a request; when the token is refused, once more with a new one.
    private func ask(
        _ method: String, _ path: String, body: [UInt8] = [], isRepeatable: Bool = true
    ) async throws(SecretSourceError) -> SecretResponse {
        var isFirst = true
        while true {
            let token = try await credentials.current()
            let request = request(method, path, body: body, token: token)
            let answer: SecretResponse
            if isRepeatable {
                answer = try await surroundings.send { () throws(SecretSourceError) in request }
            } else {
                answer = try await surroundings.transport.send(request)
            }
            guard answer.status == 401, isFirst else { return answer }
            await credentials.drop(token)
            isFirst = false
        }
    }

    private func request(_ method: String, _ path: String, body: [UInt8], token: GoogleAccessToken) -> SecretRequest {
        var headers = [
            (name: "authorization", value: "Bearer " + (token.value.revealUTF8() ?? "")),
            (name: "accept", value: "application/json"),
        ]
        if let project = token.quotaProject { headers.append(("x-goog-user-project", project)) }
        if method == "POST" { headers.append(("content-type", "application/json")) }
        return SecretRequest(method, endpoint.base + path, headers: headers, body: body)
    }

    private func refusal(_ fault: GoogleFault, needs role: String) -> SecretSourceError {
        if let passing = fault.passing(place) { return passing }
        let says = "\(place) says \(fault.words)"
        switch (fault.status, fault.reason) {
        case (_, "SERVICE_DISABLED"):
            return .denied(reason: "\(says): run: gcloud services enable secretmanager.googleapis.com")
        case (_, "BILLING_DISABLED"): return .denied(reason: "\(says): enable billing for the project")
        case (_, "ACCESS_TOKEN_SCOPE_INSUFFICIENT"):
            return .denied(reason: "\(says): the machine's access scopes lack cloud-platform")
        case (_, "USER_PROJECT_DENIED"):
            return .denied(
                reason: "\(says): the caller needs roles/serviceusage.serviceUsageConsumer on the quota project")
        case (401, _):
            return .denied(reason: "\(says): Google refused a fresh token too; check the credentials")
        case (403, _):
            return .denied(
                reason:
                    "\(says): the caller needs \(role), on the secret or on project \(name.project); Google says the "
                    + "same when there is no such project")
        case (404, _):
            return .notFound(
                reason: "\(says): there is no such secret or version in project \(name.project)"
                    + (name.location == nil ? "; a regional secret needs ?location=REGION" : ""))
        case (400, _) where fault.code == "FAILED_PRECONDITION":
            return .notFound(reason: "\(says): the version is disabled or destroyed; enable it, or name another")
        default: return .malformed(reason: "\(says), which was not to be expected; check the reference")
        }
    }
}
