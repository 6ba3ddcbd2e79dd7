extension Door {
    /// Runs `body` with a door on a database of its own in front of an upstream, then stops it and checks what it wrote;
    /// does nothing where there is no such database.
    ///
    /// - Parameter isEmpty: whether the database has nothing in it, instead of the template's clients and ada.
    static func with(
        _ configuration: GateConfiguration = .oauth(), on backend: Backend, isEmpty: Bool = false,
        isStarted: Bool = true, _ body: (Door) async throws -> Void
    ) async throws {
        let template = try await isEmpty ? nil : Template.of(backend)
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let upstream = try UpstreamProcess(in: folder)
        defer { upstream.process.end() }
        guard let database = try isEmpty ? backend.settings(in: folder) : template?.settings(in: folder) else { return }
        let door = try Door(
            configuration, on: backend, database: database, template: template, upstreamPort: upstream.port, in: folder)
        defer { door.kill() }
        if isStarted { try door.start() }
        try await body(door)
        if door.isRunning { door.stop() }
        Canary.check(door.output, of: door.name)
    }

    /// Runs `body` with two doors that share one database and one address.
    static func withPair(
        _ configuration: GateConfiguration = .oauth(site: "https://door.example"), on backend: Backend,
        _ body: (Door, Door) async throws -> Void
    ) async throws {
        try await with(configuration, on: backend) { first in
            let second = try Door(sharing: first, name: "second")
            defer { second.kill() }
            try second.start()
            try await body(first, second)
            if second.isRunning { second.stop() }
            Canary.check(second.output, of: second.name)
        }
    }

    /// Tries `check` until it holds, for `limit` at the most; answers whether it came to hold.
    func eventually(_ limit: Duration = .seconds(5), _ check: () throws -> Bool) throws -> Bool {
        try BareGate.eventually(limit, check)
    }
}

extension BareGate {
    /// As above, for checks that throw: what they throw ends the wait.
    static func eventually(_ limit: Duration, _ check: () throws -> Bool) throws -> Bool {
        var failure: (any Error)?
        let came = eventually(limit) {
            do { return try check() } catch {
                failure = error
                return true
            }
        }
        if let failure { throw failure }
        return came
    }
}
