import Testing

/// All tests that share one door for each kind of database; they change nothing that others could see.
@Suite("The authorization server", .oauth)
struct OAuthTests {}

/// Starts the shared doors, and stops and examines them after the last test.
struct OAuthTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(OwnThreads.shared) {
            let folders = try Backend.allCases.map { ($0, try TemporaryFolder()) }
            defer { for (_, folder) in folders { folder.remove() } }
            let upstream = try UpstreamProcess(in: folders[0].1)
            defer { upstream.process.end() }
            var fixtures: [Backend: OAuthFixture] = [:]
            for (backend, folder) in folders {
                fixtures[backend] = try await OAuthFixture.make(on: backend, upstreamPort: upstream.port, in: folder)
            }
            try await OAuthFixture.$shared.withValue(fixtures) { try await function() }
            for fixture in fixtures.values {
                fixture.door.stop()
                Canary.check(fixture.door.output, of: "\(fixture.door.backend.rawValue)'s door")
            }
        }
    }
}

extension Trait where Self == OAuthTrait {
    static var oauth: Self { .init() }
}
