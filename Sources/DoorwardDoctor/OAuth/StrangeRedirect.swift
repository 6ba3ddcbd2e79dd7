internal import DoorwardDocuments

/// Redirect URIs that resemble a client's, and that nobody may receive codes at.
struct StrangeRedirect: Sendable {
    let uri: String
    /// What it is, for sentences: `another assistant's callback`.
    let words: String

    /// Somebody else's altogether (`.invalid`: RFC 2606).
    static let foreign = "https://doorward-doctor.invalid/oauth/callback"

    /// - Parameters:
    ///   - redirectURI: the client's own.
    ///   - assistantID: the part of it that names the assistant; nil when it names none.
    static func all(resembling redirectURI: String, assistantID: String?) -> [StrangeRedirect] {
        guard let address = WebAddress(redirectURI) else { return [] }
        var strange: [StrangeRedirect] = []
        if let assistantID, redirectURI.contains(assistantID) {
            strange.append(
                StrangeRedirect(
                    uri: redirectURI.replacing(assistantID, with: other(assistantID)),
                    words: "another assistant's callback"))
        }
        let authority = address.scheme + "://" + address.bracketedHost
        let rest = (address.port.map { ":\($0)" } ?? "") + address.target
        let separator = address.query == nil ? "?" : "&"
        return strange + [
            StrangeRedirect(uri: redirectURI + "/../../evil", words: "a path with `..` behind the callback"),
            StrangeRedirect(uri: redirectURI + "/evil", words: "a path below the callback"),
            StrangeRedirect(
                uri: redirectURI + separator + "next=https%3A%2F%2Fevil.example",
                words: "the callback with a query added"),
            StrangeRedirect(
                uri: authority + ".evil.example" + rest, words: "a host that only begins like the client's"),
            StrangeRedirect(
                uri: authority + "@evil.example" + address.target, words: "the client's host in front of an `@`"),
        ]
    }

    /// Whether an address to which a browser was sent is the stranger's: the same but for dot segments and query.
    func isReached(by target: String) -> Bool {
        guard let own = WebAddress(uri), let other = WebAddress(target), own.origin == other.origin else {
            return false
        }
        let path = WebAddress(own.origin)?.resolving(own.path)?.path ?? own.path
        return other.path == own.path || other.path == path
    }

    /// An id of the same shape, which is nobody's.
    private static func other(_ identifier: String) -> String {
        let dash = identifier.firstIndex(of: "-").map { identifier.index(after: $0) } ?? identifier.startIndex
        let changed = identifier[dash...].map { character -> Character in
            guard character.isLetter || character.isNumber else { return character }
            return character == "e" ? "f" : "e"
        }
        return identifier[..<dash] + String(changed)
    }
}
