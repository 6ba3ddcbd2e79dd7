/// What somebody else did wrong, for the log: nothing is wrong with the server itself.
public protocol TroubleOutside: Error {}

/// What is wrong with a client's document, or with fetching it.
struct DocumentTrouble: TroubleOutside, CustomStringConvertible {
    /// The host of the client's id; known to be a plain name.
    let host: String
    let text: String

    var description: String { "the client document at \(host) \(text)" }
}
