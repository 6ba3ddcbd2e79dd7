internal import DoorwardFetch
internal import DoorwardSecrets
internal import DoorwardServer

/// What asks the world outside in an authorization server's name, with its limits. It outlives reloads, for what has been
/// counted and cached must.
final class OutsideFetching: Sendable {
    /// What the configuration says of it: while this is the same, so is what fetches.
    struct Terms: Sendable, Equatable {
        var certificateAuthorities: String?
        /// Of what that file says, which may change under its name.
        var authoritiesDigest: SecretDigest?
        var allowsLoopback: Bool
    }

    let terms: Terms
    /// For identity providers, whom an operator named.
    let direct: GuardedFetcher
    /// For what strangers name: within limits.
    let governed: FetchGovernor

    init(_ terms: Terms) throws(StartFailure) {
        self.terms = terms
        do throws(FetcherProblem) {
            direct = try GuardedFetcher(
                allowsLoopback: terms.allowsLoopback, certificateAuthorities: terms.certificateAuthorities,
                product: "Doorward/\(DoorwardVersion.text)")
        } catch {
            throw StartFailure(.configuration, ["oauth.ca_file: \(error)"])
        }
        governed = FetchGovernor(direct)
    }
}

extension OutsideFetching.Terms {
    init(_ configuration: DoorwardConfiguration) {
        certificateAuthorities = configuration.oauth.caFile
        authoritiesDigest = configuration.oauth.caFile.flatMap { path in
            (try? LocalFile.read(path, key: "oauth.ca_file")).map { SecretDigest(hashing: $0) }
        }
        // The draft's exception: a server on loopback, for trying things out, may fetch from there.
        if case .fixed(let origin) = configuration.publicURL {
            allowsLoopback = origin.isLoopback
        } else {
            allowsLoopback = false
        }
    }
}
