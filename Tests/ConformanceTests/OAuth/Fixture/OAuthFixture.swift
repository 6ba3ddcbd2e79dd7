import Testing

/// A running door with its clients, and somebody who is signed in: shared by all tests that leave it as they found it.
struct OAuthFixture: Sendable {
    let door: Door

    @TaskLocal static var shared: [Backend: OAuthFixture] = [:]

    /// The door on a kind of database; `nil` where this machine has none.
    static func on(_ backend: Backend) throws -> OAuthFixture? {
        if let fixture = shared[backend] { return fixture }
        guard backend == .sqlite else { return nil }
        throw Failure("the suite has no shared door: nest it in OAuthTests")
    }

    /// Starts a door on a copy of the template.
    static func make(on backend: Backend, upstreamPort: Int, in folder: TemporaryFolder) async throws -> OAuthFixture? {
        guard let template = try await Template.of(backend) else { return nil }
        let door = try Door(
            on: backend, database: template.settings(in: folder), template: template, upstreamPort: upstreamPort,
            in: folder)
        return OAuthFixture(door: try door.start())
    }

    /// Signed in; every test works with a copy.
    var ada: Visitor { door.ada }

    subscript(_ client: KnownClient) -> OAuthClient { door[client] }
}

extension Door {
    /// Adds all clients, two at a time.
    func addKnownClients() throws -> [KnownClient: OAuthClient] {
        let made = Locked<[KnownClient: OAuthClient]>([:])
        let failures = Locked<[String]>([])
        let all = KnownClient.allCases
        let crowd = Crowd(2) { number in
            for (index, known) in all.enumerated() where index % 2 == number {
                do {
                    let client = try self.add(known.plan)
                    made.withLock { $0[known] = client }
                    if known == .removed { try self.mustRun("client", "remove", client.id) }
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
        }
        crowd.join()
        if let first = failures.withLock({ $0.first }) { throw Failure(first) }
        return made.withLock { $0 }
    }
}
