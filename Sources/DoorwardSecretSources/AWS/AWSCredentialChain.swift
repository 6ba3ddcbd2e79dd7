internal import DoorwardSecrets

/// The credentials that this process has for AWS, found where AWS's own tools look and in their order.
///
/// `AWS_ACCESS_KEY_ID`, `AWS_WEB_IDENTITY_TOKEN_FILE`, the profile in the shared files, the container's endpoint, the EC2
/// metadata service: the first that is set up is used, and when it does not work, that is an error, for another's rights
/// would be a surprise. Make one for all sources of a process: it asks once for all that wait, renews before the end
/// (a fifth of the life, at most five minutes, before), and keeps the old ones as long as they are good.
///
/// Source: AWS SDKs and Tools Reference Guide, "Standardized credential providers".
public actor AWSCredentialChain {
    private let sources: [any AWSCredentialSource]
    private let surroundings: SourceSurroundings
    nonisolated let clock: AWSClock
    private var kept: Kept?
    private var search: Task<Result<AWSCredentials, SecretSourceError>, Never>?

    private struct Kept {
        var credentials: AWSCredentials
        /// Unix seconds from which on others are looked for.
        var renewal: Int64
    }

    public init(surroundings: SourceSurroundings) {
        let clock = AWSClock(now: surroundings.now)
        self.surroundings = surroundings
        self.clock = clock
        sources = [
            AWSEnvironmentCredentials(surroundings: surroundings),
            AWSWebIdentityCredentials(surroundings: surroundings, clock: clock),
            AWSProfileCredentials(surroundings: surroundings, clock: clock),
            AWSContainerCredentials(surroundings: surroundings),
            AWSInstanceCredentials(surroundings: surroundings),
        ]
    }

    /// Credentials that are good now.
    ///
    /// - Parameter region: where the Security Token Service is asked when neither `AWS_REGION` nor a profile says it.
    func credentials(near region: String) async throws(SecretSourceError) -> AWSCredentials {
        if let kept, clock.time < kept.renewal { return kept.credentials }
        let outcome = await found(near: region)
        switch outcome {
        case .success(let credentials): return credentials
        case .failure(let error):
            guard var kept, kept.credentials.expiration.map({ clock.time < $0 }) ?? true else { throw error }
            // They are good still; ask again soon, but not at every request.
            kept.renewal = clock.time + 10
            self.kept = kept
            return kept.credentials
        }
    }

    /// Forgets credentials that AWS no longer accepts.
    func drop(_ credentials: AWSCredentials) {
        if kept?.credentials.isSame(as: credentials) == true { kept = nil }
    }

    /// Looks for credentials; all who ask meanwhile get the same answer.
    private func found(near region: String) async -> Result<AWSCredentials, SecretSourceError> {
        if let search { return await search.value }
        let search = Task { await self.look(near: region) }
        self.search = search
        let outcome = await search.value
        self.search = nil
        if case .success(let credentials) = outcome {
            kept = Kept(credentials: credentials, renewal: renewal(of: credentials))
        }
        return outcome
    }

    /// Those without an end may be replaced in their file at any time; look every five minutes.
    private func renewal(of credentials: AWSCredentials) -> Int64 {
        let now = clock.time
        guard let expiration = credentials.expiration else { return now + 300 }
        let life = max(0, expiration - now)
        // What seems to have expired is AWS's to refuse: this machine's clock may be wrong.
        return max(expiration - min(300, life / 5), now + 10)
    }

    private func look(near region: String) async -> Result<AWSCredentials, SecretSourceError> {
        let region = surroundings.variable("AWS_REGION") ?? surroundings.variable("AWS_DEFAULT_REGION") ?? region
        guard AWSEndpoint.isRegion(region) else {
            return .failure(.denied(reason: "AWS_REGION is not a region; write one such as eu-central-1"))
        }
        var tried: [String] = []
        var isAnySilent = false
        for source in sources {
            do throws(SecretSourceError) {
                switch try await source.find(near: region) {
                case .found(let credentials): return .success(credentials)
                case .absent(let what): tried.append(what)
                case .silent(let what):
                    tried.append(what)
                    isAnySilent = true
                }
            } catch {
                return .failure(error)
            }
        }
        let reason = "no credentials for AWS; tried \(tried.joined(separator: ", ")); set one of them up"
        // What did not answer may have them in a moment.
        return .failure(isAnySilent ? .unavailable(reason: reason) : .denied(reason: reason))
    }
}
