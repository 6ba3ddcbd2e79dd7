internal import DoorwardSecrets

/// Walks through the enabled versions of a secret, newest first, and reads each.
struct GoogleVersionListing {
    /// How many pages of versions are read, and how many versions tried, before it gives up.
    private static let mostPages = 20
    private static let mostTries = 10

    private let service: GoogleSecretService
    private var waiting: [GoogleSecretVersion] = []
    private var pageToken: String?
    private var pages = 0
    private var tries = 0
    /// Whether the caller may not list versions.
    private(set) var isForbidden = false

    init(_ service: GoogleSecretService) { self.service = service }

    /// The next version that can be read; those that were disabled since they were listed are passed over.
    mutating func next() async throws(SecretSourceError) -> GooglePayload? {
        while tries < Self.mostTries, let listed = try await nextListed() {
            tries += 1
            guard var payload = try await service.accessListed(listed.number) else { continue }
            payload.created = listed.created
            return payload
        }
        return nil
    }

    /// The version before that one, when it is enabled. An older one is not looked for: it was retired long ago, and must
    /// not come back when the one between is.
    mutating func directlyBefore(_ number: Int64) async throws(SecretSourceError) -> GooglePayload? {
        guard let listed = try await nextListed(), listed.number == number - 1,
            var payload = try await service.accessListed(listed.number)
        else { return nil }
        payload.created = listed.created
        return payload
    }

    /// The next enabled version.
    mutating func nextListed() async throws(SecretSourceError) -> GoogleSecretVersion? {
        while waiting.isEmpty {
            guard !isForbidden, pages < Self.mostPages, pages == 0 || pageToken != nil else { return nil }
            guard let page = try await service.list(pageToken: pageToken) else {
                isForbidden = true
                return nil
            }
            pages += 1
            pageToken = page.nextToken
            waiting = page.versions.filter(\.isEnabled).sorted { $0.number > $1.number }
        }
        return waiting.removeFirst()
    }
}
