/// What a ``FormBrowser`` cannot do.
public enum FormBrowserError: Error, Sendable, CustomStringConvertible {
    /// The page has no such form.
    case noForm(action: String?, at: String)
    /// It was sent on more than ten times.
    case tooManyRedirects([String])

    public var description: String {
        switch self {
        case .noForm(let action, let address): "the page at \(address) has no form for \(action ?? "anything")"
        case .tooManyRedirects(let places): "sent on \(places.count) times: \(places.joined(separator: " → "))"
        }
    }
}
