/// Where a redirect URI leads, in words for people.
struct RedirectPlace: Sendable, Equatable {
    /// The host in full with its port, or the scheme of an app.
    var name: String
    /// What that means, where it is not a web site.
    var note: String?

    /// - Parameter uri: a registered redirect URI.
    init(_ uri: String) {
        guard let colon = uri.firstIndex(of: ":") else {
            self.init(name: ShownText.line(uri, limit: 200))
            return
        }
        let scheme = uri[..<colon].lowercased()
        let rest = uri[uri.index(after: colon)...]
        guard ["http", "https"].contains(scheme), rest.hasPrefix("//") else {
            self.init(name: ShownText.line(scheme + ":", limit: 200), note: "an app on this device")
            return
        }
        let authority = rest.dropFirst(2).prefix { !"/?#\\".contains($0) }
        let host = ShownText.line(String(authority), limit: 260)
        let isLoopback = scheme == "http"
        self.init(name: host, note: isLoopback ? "a program on this computer" : nil)
    }

    private init(name: String, note: String? = nil) {
        self.name = name
        self.note = note
    }
}
