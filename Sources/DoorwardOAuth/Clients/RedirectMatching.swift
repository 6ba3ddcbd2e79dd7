/// Finds the redirect URI of a request among those of the client (RFC 9700 §2.1, RFC 8252 §7.3).
public enum RedirectMatching {
    /// - Parameter requested: the `redirect_uri` parameter; it may be absent when the client has exactly one, and cannot
    ///   change it by itself: an answer must go where the page said that it goes.
    /// - Throws: `.unregisteredRedirectURI`, `.redirectURIRequired`.
    public static func match(_ requested: String?, of client: ClientRecord) throws(Rejection) -> ValidatedRedirect {
        guard let requested else {
            guard client.registration == nil, client.redirectURIs.count == 1,
                let redirect = ValidatedRedirect(uri: client.redirectURIs[0])
            else {
                throw .redirectURIRequired
            }
            return redirect
        }
        // Byte by byte: `==` would also hold for texts that only Unicode calls equal.
        let isRegistered = client.redirectURIs.contains {
            $0.utf8.elementsEqual(requested.utf8) || differsInLoopbackPort($0, requested)
        }
        guard isRegistered, let redirect = ValidatedRedirect(uri: requested) else { throw .unregisteredRedirectURI }
        return redirect
    }

    /// Whether both are the same loopback address but for the port.
    static func differsInLoopbackPort(_ registered: String, _ requested: String) -> Bool {
        guard let left = withoutLoopbackPort(registered), let right = withoutLoopbackPort(requested) else {
            return false
        }
        return left.host.elementsEqual(right.host) && left.rest.elementsEqual(right.rest)
    }

    /// Takes `http://HOST[:PORT]REST` apart; nil when the host is not loopback, or nobody can listen on the port.
    private static func withoutLoopbackPort(
        _ uri: String
    ) -> (host: Substring.UTF8View, rest: Substring.UTF8View)? {
        guard uri.utf8.starts(with: "http://".utf8) else { return nil }
        let text = uri.utf8.dropFirst(7)
        for host in ValidatedRedirect.loopbackHosts where text.starts(with: host.utf8) {
            var rest = text.dropFirst(host.utf8.count)
            if rest.first == UInt8(ascii: ":") {
                let digits = rest.dropFirst().prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
                guard URIParts.isUsablePort(Substring(digits)) else { return nil }
                rest = rest.dropFirst(1 + digits.count)
            }
            let begins = rest.first
            guard begins == nil || begins == UInt8(ascii: "/") || begins == UInt8(ascii: "?") else { continue }
            return (text.prefix(host.utf8.count), rest)
        }
        return nil
    }
}
