/// The address with which an authorization server sends the browser back to the client.
struct AuthorizationCallback: Sendable {
    let url: String
    /// Of the query, in their order, decoded.
    let parameters: [(name: String, value: String)]
    /// Of the fragment: nothing belongs there.
    let fragmentParameters: [(name: String, value: String)]
    /// What must not be shown of it.
    var masking = Masking([])

    init(url: String) {
        self.url = url
        let hash = url.firstIndex(of: "#") ?? url.endIndex
        let mark = url[..<hash].firstIndex(of: "?")
        parameters = mark.map { QueryText.parameters(of: url[url.index(after: $0)..<hash]) } ?? []
        fragmentParameters =
            hash < url.endIndex ? QueryText.parameters(of: url[url.index(after: hash)...]) : []
    }

    /// Whether an address is a redirect URI with parameters added, and so the end of the way.
    static func isCallback(_ url: String, to redirectURI: String) -> Bool {
        guard url.hasPrefix(redirectURI) else { return false }
        guard let next = url.dropFirst(redirectURI.count).first else { return true }
        return next == "?" || next == "#" || (next == "&" && redirectURI.contains("?"))
    }

    func values(_ name: String) -> [String] { parameters.filter { $0.name == name }.map(\.value) }

    private func first(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    var code: String? { first("code").flatMap { $0.isEmpty ? nil : $0 } }
    var state: String? { first("state") }
    var error: String? { first("error") }
    var errorDescription: String? { first("error_description") }
    var issuer: String? { first("iss") }

    /// Codes wherever they stand, also where they do not belong.
    var codes: [String] { (parameters + fragmentParameters).filter { $0.name == "code" }.map(\.value) }
    var hasCodeInFragment: Bool { code == nil && fragmentParameters.contains { $0.name == "code" } }

    /// The error with its description, as people read it.
    var errorText: String? {
        error.map { error in
            let description = errorDescription ?? ""
            let words = description.isEmpty ? "" : " (\(masking.shortened(description, to: 300)))"
            return masking.shortened(error, to: 100) + words
        }
    }
}
