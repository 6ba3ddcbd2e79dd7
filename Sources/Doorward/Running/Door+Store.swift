internal import DoorwardSecrets
internal import DoorwardStore
internal import Logging

/// The database of an open door.
extension Door {
    /// Opens the database that a configuration needs, if it needs one.
    static func openStore(
        _ configuration: DoorwardConfiguration, _ environment: [String: String], _ secrets: DoorSecrets
    ) async throws(StartFailure) -> Store? {
        guard configuration.auth != .none else { return nil }
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            do throws(StartFailure) {
                return try await ConfiguredStore.open(
                    configuration, environment: environment, passwords: secrets.database.map(\.secret))
            } catch {
                // After a power failure the database's machine may be slower to come back.
                guard error.status == .unavailable, ContinuousClock.now < deadline, !Task.isCancelled else {
                    throw error
                }
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    static func keys(
        in store: Store?, for configuration: DoorwardConfiguration
    ) async throws(StartFailure) -> [APIKeyRecord] {
        guard configuration.acceptsAPIKeys, let store else { return [] }
        do {
            return try await store.list(user: nil)
        } catch {
            throw StartFailure(.failure, ["database: \(error)"])
        }
    }

    /// A database that was restored or replaced is another file under the same name: what is written to it from outside
    /// would never be seen through the old one.
    func reopenStoreIfReplaced() async throws {
        guard let open = store, let identity = storeIdentity else { return }
        guard let current = FileStamp(path: open.name) else {
            throw StartFailure(.failure, ["database: \(open.name) is gone; put it back or restart Doorward"])
        }
        guard !current.isSameFile(as: identity) else { return }
        guard
            let reopened = try await Self.openStore(
                assembled.configuration, source.environment, assembled.secrets)
        else { return }
        // With an issuer over the one and all else over the other, neither would know what the other writes.
        do { try await issuerMoves(to: reopened) } catch {
            reopened.close()
            throw error
        }
        store = reopened
        storeIdentity = FileStamp(path: reopened.name)
        keyRevision = -1
        logger.warning("database: \(open.name) was replaced by another file; it is open now")
        open.close()
    }
}

extension DoorwardConfiguration {
    /// Whether users' own keys let them in: with an authorization server of Doorward's own people make them in their
    /// account.
    var acceptsAPIKeys: Bool { auth == .userHTTP || auth == .oauth && !oauth.isExternal }
}
