/// The `resource` parameter (RFC 8707 §2): strict about what a token is good for, tolerant about how that is spelt.
public enum ResourceIndicator {
    /// The canonical resource when every indicator means it, also when there is none.
    ///
    /// - Parameters:
    ///   - indicators: the values of the request.
    ///   - canonical: the one resource of this server, without a slash at its end.
    /// - Throws: `.unknownResource`.
    public static func resolve(_ indicators: [String], canonical: String) throws(Rejection) -> String {
        for indicator in indicators where !indicator.utf8.elementsEqual(canonical.utf8) {
            guard let normal = normalized(indicator), normal.utf8.elementsEqual(canonical.utf8) else {
                throw .unknownResource
            }
        }
        return canonical
    }

    /// Scheme and host in lower case, without the scheme's own port and without one slash at the end; nil when it is
    /// not an absolute web address without a fragment.
    static func normalized(_ text: String) -> String? {
        guard let parts = URIParts(text), parts.fragment == nil, parts.userinfo == nil, let host = parts.host,
            !host.isEmpty, parts.scheme == "https" || parts.scheme == "http"
        else { return nil }
        var normal = "\(parts.scheme)://\(host.lowercased())"
        let usual = parts.scheme == "https" ? "443" : "80"
        if let port = parts.port, !port.isEmpty, port != usual { normal += ":\(port)" }
        normal += parts.path
        if normal.hasSuffix("/") { normal.removeLast() }
        if let query = parts.query { normal += "?\(query)" }
        return normal
    }
}
