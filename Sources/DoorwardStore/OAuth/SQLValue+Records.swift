internal import DoorwardSecrets

extension SQLValue {
    static func digest(_ digest: SecretDigest) -> SQLValue { .blob(digest.bytes) }

    /// Scopes hold no spaces (RFC 6749 §3.3), so one text keeps them all.
    static func words(_ words: [String]) -> SQLValue { .text(words.joined(separator: " ")) }
}

extension SQLRow {
    func digest(_ column: Int) throws(SQLFailure) -> SecretDigest {
        guard let digest = SecretDigest(bytes: try blob(column)) else {
            throw .damaged("column \(columns.names[column]) does not hold 32 bytes")
        }
        return digest
    }

    func optionalDigest(_ column: Int) throws(SQLFailure) -> SecretDigest? {
        try isNull(column) ? nil : try digest(column)
    }

    func optionalWords(_ column: Int) throws(SQLFailure) -> [String]? {
        try isNull(column) ? nil : try words(column)
    }

    func words(_ column: Int) throws(SQLFailure) -> [String] {
        try text(column).utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
    }
}

extension String {
    /// Whether the databases take it: neither keeps a NUL, so what holds one names nothing that is kept.
    var isStorable: Bool { !utf8.contains(0) }
}
