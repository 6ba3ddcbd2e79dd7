internal import DoorwardOAuth
public import DoorwardSecrets

extension Store {
    public func setSecondFactor(
        sealedKey: [UInt8]?, recoveryCodes: [SecretDigest], ofUser id: String
    ) async throws -> Bool {
        guard id.isStorable else { return false }
        return try await write("setting a second factor") { session in
            try session.execute(
                "UPDATE oauth_user SET sealed_totp_key = $1, recovery_codes = $2 WHERE id = $3",
                [.blob(sealedKey), .digests(recoveryCodes), .text(id)]) > 0
        }
    }

    public func useTOTPStep(_ step: Int64, ofUser id: String) async throws -> Bool {
        guard id.isStorable else { return false }
        return try await write("using a one-time code") { session in
            try session.execute(
                "UPDATE oauth_user SET last_totp_step = $1 WHERE id = $2 AND last_totp_step < $1",
                [.integer(step), .text(id)]) > 0
        }
    }

    private static let recoveryCodes = LockingQuery("SELECT recovery_codes FROM oauth_user WHERE id = $1")

    public func useRecoveryCode(_ digest: SecretDigest, ofUser id: String) async throws -> Bool {
        guard id.isStorable else { return false }
        return try await write("using a recovery code") { session in
            guard var codes = try session.first(locking: Self.recoveryCodes, [.text(id)])?.digests(0),
                let used = codes.firstIndex(of: digest)
            else { return false }
            codes.remove(at: used)
            try session.execute(
                "UPDATE oauth_user SET recovery_codes = $1 WHERE id = $2", [.digests(codes), .text(id)])
            return true
        }
    }
}

extension SQLValue {
    /// Digests one after the other, `NULL` when there are none.
    static func digests(_ digests: [SecretDigest]) -> SQLValue {
        digests.isEmpty ? .null : .blob(digests.flatMap(\.bytes))
    }
}

extension SQLRow {
    func digests(_ column: Int) throws(SQLFailure) -> [SecretDigest] {
        guard let bytes = try optionalBlob(column) else { return [] }
        let digests = stride(from: 0, to: bytes.count, by: 32).compactMap { start in
            SecretDigest(bytes: bytes[start..<min(start + 32, bytes.count)])
        }
        guard digests.count * 32 == bytes.count else { throw .damaged("a list of digests has half a digest") }
        return digests
    }
}
