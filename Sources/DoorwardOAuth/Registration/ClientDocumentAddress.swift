/// A client id that is the address of a document about the client (Client ID Metadata Documents §3).
public struct ClientDocumentAddress: Sendable, Equatable {
    /// The most bytes of such an id.
    public static let longest = 512
    /// The id, byte for byte.
    public let text: String
    /// The host in lower case, by which documents are allowed and which people are shown.
    public let host: String

    /// Whether a client id can be one at all; any other is looked up as it is.
    public static func isMeant(by id: String) -> Bool { id.utf8.starts(with: "https://".utf8) }

    /// Checks an id.
    ///
    /// - Throws: `.clientDocumentInvalid` that says which rule it breaks.
    public init(_ id: String) throws(Rejection) {
        guard Self.isMeant(by: id) else { throw .clientDocumentInvalid("the id is not an https address") }
        guard id.utf8.count <= Self.longest else {
            throw .clientDocumentInvalid("the id has more than \(Self.longest) bytes")
        }
        // ASCII without blanks, quotes and backslashes, percent signs in front of two digits only.
        guard let parts = URIParts(id), let host = parts.host else {
            throw .clientDocumentInvalid("the id is not a well-formed address")
        }
        guard parts.userinfo == nil else { throw .clientDocumentInvalid("the id has a user name or password") }
        // Another spelling of the same host would be another client.
        guard !host.isEmpty, HostName.isSound(host), !host.hasSuffix("."), host == host.lowercased() else {
            throw .clientDocumentInvalid("the host of the id is not a domain name in lower case")
        }
        if let port = parts.port, !URIParts.isUsablePort(Substring(port)) {
            throw .clientDocumentInvalid("the port of the id is not a number from 1 to 65535")
        }
        guard parts.path.hasPrefix("/") else { throw .clientDocumentInvalid("the id has no path") }
        guard !Self.hasDotSegment(parts.path) else {
            throw .clientDocumentInvalid("the path of the id has a segment . or ..")
        }
        guard parts.query == nil else { throw .clientDocumentInvalid("the id has a query") }
        guard parts.fragment == nil else { throw .clientDocumentInvalid("the id has a fragment") }
        text = id
        self.host = host
    }

    /// Also percent-encoded: whoever fetches the address takes them for the same.
    private static func hasDotSegment(_ path: String) -> Bool {
        path.split(separator: "/").contains { segment in
            [".", ".."].contains(segment.lowercased().replacing("%2e", with: "."))
        }
    }
}
