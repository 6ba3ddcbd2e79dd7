internal import DoorwardJOSE
internal import DoorwardSecrets

/// Reads the versions of one secret.
struct AzureSecretReading: Sendable {
    let vault: AzureVault
    let reference: AzureReference
    /// The largest value that is taken, in bytes; Key Vault's own limit is 25 KiB.
    static let largest = 64 * 1024
    /// So many pages of 25 versions are asked for at most.
    private static let mostPages = 200

    private var now: Int64 { vault.surroundings.now() }

    /// Every live version, newest first.
    func versions() async throws(SecretSourceError) -> [SecretVersion] {
        if let version = reference.version { return [try await live(version)] }
        let items: [AzureSecretItem]
        do throws(AzureListingFailure) {
            items = try await newest()
        } catch {
            guard case .forbidden = error else { throw error.error }
            var current = try await live("")
            current.warnings.append(
                "\(reference.host) does not let this identity list versions, so only the current one is live and a "
                    + "rotation ends the old one at once; grant the permission List of secrets")
            return [current]
        }
        guard let first = items.first else {
            throw .notFound(reason: "\(reference.host) has no version of the secret that is enabled and valid now")
        }
        var versions = [try await live(first.version)]
        guard items.count > 1 else { return versions }
        do throws(SecretSourceError) {
            versions.append(try await live(items[1].version))
        } catch {
            // Disabled or deleted since it was listed: it is out of service. Anything else must not hide the current
            // one.
            if case .notFound = error { return versions }
            versions[0].lacks("the version before could not be read: \(error)")
        }
        return versions
    }

    /// A version's value and what is said about it; `""` for the current one.
    func value(_ version: String) async throws(SecretSourceError) -> (item: AzureSecretItem, object: JOSEObject) {
        let response = try await vault.send(.init(reference, "/\(version)"))
        guard response.status == 200 else {
            throw AzureRefusal(response, from: reference.host).error(needs: .get)
        }
        let object = try JOSEObject(response.body, place: "the answer of \(reference.host)")
        let item = try AzureSecretItem(object, of: reference)
        guard version.isEmpty || item.version == version else {
            throw .malformed(reason: "\(reference.host) answers with another version than was asked for")
        }
        return (item, object)
    }

    private func live(_ version: String) async throws(SecretSourceError) -> SecretVersion {
        let (item, object) = try await value(version)
        guard item.isLive(at: now) else {
            throw .notFound(
                reason:
                    "version \(item.version.prefix(8)) of the secret in \(reference.host) is disabled, has expired or "
                    + "is not valid yet; set a new one")
        }
        guard let text = object["value"]?.string else {
            throw .malformed(reason: "the answer of \(reference.host) has no value")
        }
        guard text.utf8.count <= Self.largest else {
            throw .malformed(reason: "the value in \(reference.host) is larger than \(Self.largest / 1024) KiB")
        }
        var secret = Secret(utf8: text)
        if let member = reference.member, secret.count > 0 { secret = try secret.member(member) }
        guard secret.count > 0 else { throw .empty }
        return SecretVersion(
            secret: secret, label: String(item.version.prefix(8)), id: item.version, since: item.created,
            warnings: item.warnings)
    }

    /// The newest version that is live, and the one directly before when that is live too, from all pages of the list,
    /// which has no order. One that is disabled ends the list: the values before it were retired long ago, and must not
    /// come back when it is.
    func newest() async throws(AzureListingFailure) -> [AzureSecretItem] {
        var question: AzureVault.Question? = .init(reference, "/versions", query: "&maxresults=25")
        var all: [AzureSecretItem] = []
        var pages = 0
        while let next = question {
            pages += 1
            guard pages <= Self.mostPages else {
                throw .other(.malformed(reason: "\(reference.host) lists versions without an end"))
            }
            let page = try await page(next)
            do throws(SecretSourceError) {
                all += try items(page["value"]?.array ?? [])
                question = try following(page)
            } catch {
                throw .other(error)
            }
        }
        let ordered = all.sorted(by: AzureSecretItem.isNewer).drop { !$0.isLive(at: now) }
        return Array(ordered.prefix(2).prefix { $0.isLive(at: now) })
    }

    private func page(_ question: AzureVault.Question) async throws(AzureListingFailure) -> JOSEObject {
        do throws(SecretSourceError) {
            let response = try await vault.send(question)
            if response.status == 200 { return try JOSEObject(response.body, place: "the answer of \(reference.host)") }
            let refusal = AzureRefusal(response, from: reference.host)
            guard refusal.isLackOfRights else { throw refusal.error(needs: .list) }
        } catch {
            throw .other(error)
        }
        throw .forbidden(host: reference.host)
    }

    private func items(_ values: [JOSEValue]) throws(SecretSourceError) -> [AzureSecretItem] {
        var items: [AzureSecretItem] = []
        for value in values {
            guard let object = value.object else {
                throw .malformed(reason: "\(reference.host) lists something else than versions of the secret")
            }
            items.append(try AzureSecretItem(object, of: reference))
        }
        return items
    }

    /// The next page, where there is one. It has to be the same vault's list of the same secret: the token goes there.
    private func following(_ page: JOSEObject) throws(SecretSourceError) -> AzureVault.Question? {
        guard let link = page["nextLink"], link != .null, link != .string("") else { return nil }
        let parts = (link.string ?? "").split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].lowercased() == "https:", parts[1].isEmpty,
            AzureText.authority(parts[2]) == reference.host,
            parts[3].lowercased().hasPrefix("secrets/\(reference.name.lowercased())/versions?"),
            AzureText.isToken(String(parts[3])), !parts[3].contains("#")
        else {
            throw .malformed(
                reason: "\(reference.host) continues its list of versions at another place; it was not followed")
        }
        return .init(host: reference.host, target: "/\(parts[3])")
    }
}

/// Why the versions of a secret could not be listed.
enum AzureListingFailure: Error {
    /// The identity may not list.
    case forbidden(host: String)
    case other(SecretSourceError)

    var error: SecretSourceError {
        switch self {
        case .forbidden(let host):
            .denied(
                reason:
                    "\(host) does not let this identity list versions; grant the permission List of secrets, or the "
                    + "role Key Vault Secrets User")
        case .other(let error): error
        }
    }
}
