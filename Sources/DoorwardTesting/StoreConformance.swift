public import DoorwardOAuth

/// What every store of the authorization server must do, as a list of checks that anybody's store can run.
///
/// With Swift Testing:
///
///     @Test("My store", arguments: StoreConformance.checks)
///     func conforms(_ check: StoreConformance.Check) async throws {
///         try await check.run(MyStore())
///     }
///
/// Each check needs an empty store of its own. It makes up its times (Unix seconds around 1,000,000) and passes them
/// in, so a store must not look at a clock of its own.
public struct StoreConformance: Sendable {
    /// One thing that a store must do.
    public struct Check: Sendable, CustomStringConvertible {
        /// What it is, as a sentence; unique.
        public let sentence: String
        private let body: @Sendable (any AuthorizationStore) async throws -> Void

        public var description: String { sentence }

        init(_ sentence: String, _ body: @escaping @Sendable (any AuthorizationStore) async throws -> Void) {
            self.sentence = sentence
            self.body = body
        }

        /// Runs the check on an empty store.
        ///
        /// - Throws: ``ConformanceFailure`` with what was seen, also when the store threw.
        public func run(_ store: any AuthorizationStore) async throws(ConformanceFailure) {
            do { try await body(store) } catch let difference as Difference {
                throw ConformanceFailure(sentence: sentence, seen: difference.description)
            } catch {
                throw ConformanceFailure(sentence: sentence, seen: "the store threw \(error)")
            }
        }
    }

    /// All of them.
    public static let checks: [Check] =
        clients + users + invitations + sessions + attempts + codes + refreshTokens + grants + consents + revocations
        + signingKeys + pruning + identityChecks + requestChecks

    private static let identityChecks: [Check] = identities + roles + providerTokens + visits
    private static let requestChecks: [Check] =
        registrations + registrationLimits + replacedClients + pushedRequests + devices + deviceGrants + usedOnce

    private let makeStore: @Sendable () async throws -> any AuthorizationStore

    /// - Parameter makeStore: makes an empty store; called once for each check.
    public init(makeStore: @escaping @Sendable () async throws -> any AuthorizationStore) {
        self.makeStore = makeStore
    }

    /// Runs all checks and throws the first failure.
    public func run() async throws {
        for check in Self.checks { try await check.run(makeStore()) }
    }
}
