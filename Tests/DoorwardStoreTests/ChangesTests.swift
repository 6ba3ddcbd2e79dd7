import Testing

@testable import DoorwardStore

@Suite("Changes")
struct ChangesTests {
    /// The topics that are heard until one of them is the last, or the time is over.
    private func topics(_ store: Store, until last: String, _ change: () async throws -> Void) async throws -> [String]
    {
        let changes = store.changes()
        let heard = Task {
            var heard: [String] = []
            for await topic in changes {
                heard.append(topic)
                if topic == last { break }
            }
            return heard
        }
        let end = Task {
            try await Task.sleep(for: .seconds(1))
            heard.cancel()
        }
        try await change()
        defer { end.cancel() }
        return await heard.value
    }

    @Test("are heard at once by whoever made them", arguments: Backend.allCases)
    func own(backend: Backend) async throws {
        try await backend.withStore { store in
            let heard = try await topics(store, until: "b") {
                try await store.write("changing") { session in
                    try session.notify("a")
                    try session.notify("b")
                }
            }
            #expect(Set(heard) == ["a", "b"])
        }
    }

    @Test("are not heard when they were undone", arguments: Backend.allCases)
    func undone(backend: Backend) async throws {
        try await backend.withStore { store in
            let heard = try await topics(store, until: "b") {
                await #expect(throws: StoreError.self) {
                    try await store.write("changing") { session in
                        try session.notify("a")
                        throw SQLFailure.damaged("on purpose")
                    }
                }
                try await store.write("changing") { try $0.notify("b") }
            }
            #expect(heard == ["b"])
        }
    }

    @Test("of API keys are heard although a trigger made them", arguments: Backend.allCases)
    func triggers(backend: Backend) async throws {
        try await backend.withStore { store in
            let heard = try await topics(store, until: "api_key") { try await store.create(record(1)) }
            #expect(heard == ["api_key"])
        }
    }

    @Test("of another process are heard within a second, told or looked for", arguments: Backend.shared, [true, false])
    func others(backend: Backend, listens: Bool) async throws {
        guard let place = try backend.place() else { return }
        var options = StoreOptions()
        options.listens = listens
        if listens, backend == .postgreSQL { options.pollInterval = 60_000 }
        let (store, other) = (try await place.open(options), try await place.open())
        let heard = try await topics(store, until: "revoked") {
            // Listening begins a moment after the stream is asked for; what is looked for is not missed meanwhile.
            if options.pollInterval > 1000 { try await Task.sleep(for: .milliseconds(300)) }
            try await other.write("revoking") { try $0.notify("revoked") }
        }
        #expect(heard == ["revoked"])
        other.close()
        store.close()
    }

    @Test("are kept once per topic for a listener that is slow")
    func coalescing() async throws {
        let topics = Topics()
        let stream = topics.listen()
        for _ in 0..<1000 { topics.publish(["a", "b"]) }
        topics.publish(["c"])
        var heard: [String] = []
        for await topic in stream {
            heard.append(topic)
            if topic == "c" { break }
        }
        #expect(heard == ["a", "b", "c"])
    }
}
