/// Scopes of a request: a list without duplicates, in the order in which they were asked for (RFC 6749 §3.3).
public enum ScopeSet {
    /// Scopes that clients ask for although nothing depends on them: refresh tokens are given anyway.
    static let tolerated: Set<String> = ["offline_access"]

    /// Takes a `scope` parameter apart.
    ///
    /// - Throws: `.malformedParameter("scope")` for characters that no scope has, or more than 100 scopes.
    public static func parse(_ text: String) throws(Rejection) -> [String] {
        var scopes: [String] = []
        for part in text.utf8.split(separator: UInt8(ascii: " ")) {
            guard scopes.count < 100, part.allSatisfy(isScopeCharacter), let scope = String(part) else {
                throw .malformedScope
            }
            if !scopes.contains(scope) { scopes.append(scope) }
        }
        return scopes
    }

    /// What an authorization or client-credentials request gets.
    ///
    /// - Parameters:
    ///   - text: the `scope` parameter; nil means all that the client may have.
    ///   - client: whose scopes are a limit. One that registered itself asks for what the metadata lists, and gets what
    ///     of it such clients may have (RFC 6749 §3.3 lets a server ignore a part).
    ///   - known: the scopes of the server.
    /// - Throws: `.unknownScope`, `.malformedScope`.
    static func requested(_ text: String?, of client: ClientRecord, known: [String]) throws(Rejection) -> [String] {
        let usual = client.scopes.filter { known.contains($0) }
        guard let text else { return usual }
        var scopes = try parse(text).filter { !tolerated.contains($0) || known.contains($0) }
        if client.registration != nil, scopes.contains(where: usual.contains) {
            scopes.removeAll { !usual.contains($0) && known.contains($0) }
        }
        for scope in scopes where !usual.contains(scope) { throw .unknownScope(String(scope.prefix(64))) }
        return scopes.isEmpty ? usual : scopes
    }

    /// What is left of granted scopes: those that the client may still have and the server still knows.
    public static func inForce(_ granted: [String], of client: ClientRecord, known: [String]) -> [String] {
        granted.filter { client.scopes.contains($0) && known.contains($0) }
    }

    /// The same, where something must be left of what was granted.
    ///
    /// - Throws: `.scopesWithdrawn`.
    static func stillGranted(
        _ granted: [String], of client: ClientRecord, known: [String]
    ) throws(Rejection) -> [String] {
        let left = inForce(granted, of: client, known: known)
        guard !left.isEmpty || granted.isEmpty else { throw .scopesWithdrawn }
        return left
    }

    /// What a refresh gets: all of the grant, or less (RFC 6749 §6).
    ///
    /// - Throws: `.scopeNotGranted`, `.malformedScope`.
    static func narrowed(_ scopes: [String]?, of granted: [String]) throws(Rejection) -> [String] {
        guard let scopes, !scopes.isEmpty else { return granted }
        for scope in scopes where !granted.contains(scope) { throw .scopeNotGranted(String(scope.prefix(64))) }
        return scopes
    }

    private static func isScopeCharacter(_ byte: UInt8) -> Bool {
        byte == 0x21 || (0x23...0x5B).contains(byte) || (0x5D...0x7E).contains(byte)
    }
}
