public import DoorwardSecrets

extension GoogleSecretSource {
    /// Adds a version, which is the newest from then on. With `#member` the newest value is read, the member replaced in
    /// it or added to it, and everything else kept.
    ///
    /// Needs `roles/secretmanager.secretVersionAdder` (Method: projects.secrets.addVersion). It is asked once: an
    /// answer that does not come leaves open whether the version is there, and the error says so.
    public func write(_ secret: Secret, to reference: SecretReference) async throws(SecretSourceError) -> SecretVersion
    {
        let service = try writable(reference)
        guard secret.count > 0 else { throw .empty }
        var bytes = secret.withUnsafeBytes { Array($0) }
        if let member = service.name.member {
            guard let text = secret.revealUTF8() else {
                throw .malformed(reason: "a member of a JSON object has to be text in UTF-8")
            }
            bytes = try JSONMember.replace(member, by: text, in: try await newestValue(service), addingIt: true)
        }
        guard bytes.count <= GooglePayload.largest else {
            throw .malformed(
                reason: "the value is larger than \(GooglePayload.largest / 1024) KiB; Google keeps none that is")
        }
        let version = try await service.add(bytes)
        return SecretVersion(
            secret: secret, label: String(version.number), id: String(version.number), since: version.created)
    }

    /// Disables a version (Method: projects.secrets.versions.disable), so that it can be enabled again by hand; nothing
    /// is destroyed. Needs `roles/secretmanager.secretVersionManager`.
    public func retire(_ version: SecretVersion, of reference: SecretReference) async throws(SecretSourceError) {
        let service = try writable(reference)
        guard let number = version.id.flatMap({ Int64($0) }), number > 0 else {
            throw .badReference(reason: "this version has no number; disable it with: gcloud secrets versions disable")
        }
        var listing = GoogleVersionListing(service)
        guard let newest = try await listing.nextListed() else {
            throw listing.isForbidden
                ? .denied(
                    reason: "the caller may not list versions, so nobody knows which one is current; give it "
                        + "roles/secretmanager.secretVersionManager")
                : .notFound(reason: "the secret \(service.name.secret) has no enabled version")
        }
        guard newest.number != number else {
            throw .badReference(reason: "version \(number) is the current one; write a new one before you retire it")
        }
        try await service.disable(number)
    }

    private func writable(_ reference: SecretReference) throws(SecretSourceError) -> GoogleSecretService {
        let service = try service(reference)
        guard service.name.version == nil else {
            throw .badReference(reason: "a version cannot be changed; leave out the version behind the name")
        }
        return service
    }

    /// The value that a member is to be replaced in.
    private func newestValue(_ service: GoogleSecretService) async throws(SecretSourceError) -> [UInt8] {
        var listing = GoogleVersionListing(service)
        if let payload = try await listing.next() { return payload.bytes }
        guard listing.isForbidden else {
            throw .notFound(
                reason: "the secret \(service.name.secret) has no enabled version to put a member into; add one first")
        }
        return try await service.access("latest").bytes
    }
}
