public import DoorwardSecrets

/// Reads `gcp-sm://PROJECT/NAME[/VERSION][?location=REGION][#member]`: Google Secret Manager, over its REST interface.
///
/// Without VERSION the newest enabled version is live, and the one directly before it when that is enabled too; with
/// VERSION (a number, `latest` or an alias) that one alone. Credentials are Google's application default credentials: service account keys, a
/// person's own, workload identity federation, and the metadata server. Listing versions needs
/// `roles/secretmanager.viewer`, reading them `roles/secretmanager.secretAccessor`; with the second alone the version
/// called `latest` is read, with a warning. The variables are those of Google's own tools:
/// `GOOGLE_APPLICATION_CREDENTIALS`, `CLOUDSDK_CONFIG`, `GCE_METADATA_HOST`, `GOOGLE_CLOUD_QUOTA_PROJECT`,
/// `CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER` (Secret Manager's REST reference; "How Application Default
/// Credentials works").
public final class GoogleSecretSource: WritableSecretSource {
    private let surroundings: SourceSurroundings
    private let credentials: GoogleCredentials

    /// - Parameter surroundings: the variables, the transport and the clock to work with.
    public init(surroundings: SourceSurroundings) {
        self.surroundings = surroundings
        credentials = GoogleCredentials(surroundings)
    }

    public var schemes: [String] { ["gcp-sm"] }

    public func read(_ reference: SecretReference) async throws(SecretSourceError) -> [SecretVersion] {
        let service = try service(reference)
        var versions: [SecretVersion]
        if let version = service.name.version {
            versions = [try await service.access(version).version(member: service.name.member)]
        } else {
            versions = try await newest(service)
        }
        if let warning = await credentials.warning { versions[0].warnings.append(warning) }
        return versions
    }

    func service(_ reference: SecretReference) throws(SecretSourceError) -> GoogleSecretService {
        try GoogleSecretService(
            try GoogleSecretName(reference), surroundings: surroundings, credentials: credentials)
    }

    /// The newest enabled version and the one directly before it.
    private func newest(_ service: GoogleSecretService) async throws(SecretSourceError) -> [SecretVersion] {
        var listing = GoogleVersionListing(service)
        guard let current = try await listing.next() else {
            if listing.isForbidden { return [try await latest(service)] }
            throw .notFound(
                reason:
                    "the secret \(service.name.secret) has no enabled version; add one with: gcloud secrets versions "
                    + "add \(service.name.secret) --data-file=-")
        }
        var versions = [try current.version(member: service.name.member)]
        do throws(SecretSourceError) {
            if let previous = try await listing.directlyBefore(current.number) {
                versions.append(try previous.version(member: service.name.member))
            }
        } catch {
            versions[0].lacks("the version before this one cannot be read: \(error)")
        }
        return versions
    }

    /// All that can be had without the right to list.
    private func latest(_ service: GoogleSecretService) async throws(SecretSourceError) -> SecretVersion {
        var version = try await service.access("latest").version(member: service.name.member)
        version.warnings.append(
            "the version before this one is not seen, as the caller may not list versions: give it "
                + "roles/secretmanager.viewer on the secret, or a rotation refuses calls that still carry the old value"
        )
        return version
    }
}
