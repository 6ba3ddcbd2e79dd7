internal import DoorwardSecrets

/// The server inside Google Cloud that gives a machine, a container or a function its identity (Compute Engine's guide
/// "About VM metadata").
struct GoogleMetadata: Sendable {
    private let surroundings: SourceSurroundings
    private let host: String

    init(_ surroundings: SourceSurroundings) {
        self.surroundings = surroundings
        host =
            surroundings.variable("GCE_METADATA_HOST") ?? surroundings.variable("GCE_METADATA_ROOT")
            ?? "metadata.google.internal"
    }

    func token() async throws(SecretSourceError) -> GoogleAccessToken {
        guard surroundings.variable("NO_GCE_CHECK") != "true" else { throw .denied(reason: Self.advice) }
        // Always plain: the server is inside the machine's own host.
        guard host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), GoogleAddress("https://" + host)?.host == host else {
            throw .denied(reason: "GCE_METADATA_HOST has to be a host, with a port at most: metadata.google.internal")
        }
        let url =
            "http://\(host)/computeMetadata/v1/instance/service-accounts/default/token?scopes="
            + PercentEncoding.encode(GoogleIdentity.scope)
        let request = SecretRequest("GET", url, headers: [("metadata-flavor", "Google")], timeout: .seconds(2))
        let answer: SecretResponse
        do throws(SecretSourceError) {
            answer = try await surroundings.send { () throws(SecretSourceError) in request }
        } catch {
            guard case .unavailable(let reason) = error else { throw error }
            throw .unavailable(reason: "\(Self.advice) (metadata server: \(reason))")
        }
        return try token(in: answer)
    }

    private func token(in answer: SecretResponse) throws(SecretSourceError) -> GoogleAccessToken {
        // Anything else may stand at that address in networks that are not Google's.
        guard answer.header("metadata-flavor") == "Google" else {
            throw .denied(reason: "\(Self.advice) (what answers at \(host) is not Google's metadata server)")
        }
        switch answer.status {
        case 200: return try GoogleAccessToken(answer: answer, from: host, now: surroundings.now())
        case 404:
            throw .denied(
                reason: "the metadata server has no default service account; attach one to this machine, or name a "
                    + "credential file in GOOGLE_APPLICATION_CREDENTIALS")
        case 429: throw .throttled(reason: "the metadata server asks for patience", retryAfter: answer.retryAfter)
        case 500...: throw .unavailable(reason: "the metadata server says status \(answer.status)")
        default:
            throw .denied(
                reason: "the metadata server says status \(answer.status); check the machine's service account and its "
                    + "access scopes")
        }
    }

    private static let advice =
        "no credentials for Google: GOOGLE_APPLICATION_CREDENTIALS is not set, gcloud has left none, and no metadata "
        + "server gives any; name a credential file, or run: gcloud auth application-default login"
}
