public import DoorwardOAuth

extension Store: AuthorizationStore {}

extension Store {
    /// How long codes are kept after their end, in seconds, so that a replay is noticed.
    static let codeRetention: Int64 = 3600
    /// How long pushed requests and devices are kept after their end, in seconds: longer than a sign-in may take that has
    /// begun with one, and long enough to tell a device that it is too late.
    static let requestRetention: Int64 = 3600
    /// How long a client is kept that registered itself and was removed, in seconds.
    static let removedClientRetention: Int64 = 86_400
    /// How long a client is kept that is known by its document, after the document was good for the last time, in seconds.
    static let documentRetention: Int64 = 30 * 86_400
    /// How long a failed sign-in is remembered, in seconds; longer than any throttle looks back.
    static let attemptRetention: Int64 = 86_400
    /// An access token lives a day at most (seconds, with some room); so long a grant is kept that nothing refreshes.
    static let longestTokenLife: Int64 = 90_000

    /// The revision of a topic; 0 before the first change.
    func revision(of topic: String) async throws -> Int64 {
        try await lookUp("reading the revision of \(topic)") { session in
            try session.first("SELECT value FROM revision WHERE name = $1", [.text(topic)])?.integer(0) ?? 0
        }
    }
}

/// What is notified when it changes.
enum Topic {
    static let client = "client"
    static let revocation = "revocation"
    static let signingKey = "signing_key"
}
