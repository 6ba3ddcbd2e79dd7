public import DoorwardDocuments

extension Examination {
    /// Makes a whole URL of what a person types: `api.example.com` is https, `localhost:8000` http.
    ///
    /// Nil when it is no host and no http or https URL.
    public static func address(typed text: String) -> WebAddress? {
        let text = String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        guard !text.contains("://") else {
            return WebAddress(text).flatMap { $0.scheme == "https" || $0.scheme == "http" ? $0 : nil }
        }
        guard let address = WebAddress("https://" + text) else { return nil }
        return address.isLoopback ? WebAddress("http://" + text) : address
    }
}
