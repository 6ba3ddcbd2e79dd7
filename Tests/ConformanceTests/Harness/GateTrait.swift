import Testing

/// One gate for all tests of a suite, on threads of their own.
struct GateTrait: SuiteTrait, TestScoping {
    let configuration: @Sendable () -> GateConfiguration

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(OwnThreads.shared) {
            try await Gate.with(configuration()) { gate in
                try await Gate.$shared.withValue(gate) { try await function() }
            }
        }
    }
}

extension Trait where Self == GateTrait {
    static func gate(_ configuration: @autoclosure @escaping @Sendable () -> GateConfiguration = .init()) -> Self {
        GateTrait(configuration: configuration)
    }
}
