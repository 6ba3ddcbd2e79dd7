internal import DoorwardDocuments

/// What an answer to a call of the API means, credentials aside.
enum CallAnswer: Equatable {
    /// The operation did its work.
    case answered
    /// 401 or 403.
    case refused(Int)
    /// A page at which people sign in, or a redirect to one.
    case login(String)
    /// The same address, but for a slash at its end, or by https.
    case slash(String)
    /// The same path at an address that only the machine behind the proxy knows: by http, with a port, at a private name.
    case behindProxy(String)
    /// A redirect to somewhere else.
    case elsewhere(String)
    case notFound
    /// The parameters are not liked.
    case badRequest(Int)
    /// 502, 503, 504: what is in front answers, the API does not.
    case gatewayError(Int)
    case other(Int)

    init(_ response: ProbeResponse, to url: String) {
        switch response.status {
        case 200...299: self = response.isLoginPage ? .login("with a page at which people sign in") : .answered
        case 401, 403, 407: self = .refused(response.status)
        case 301, 302, 303, 307, 308: self = Self.redirect(response, from: url)
        case 404, 410: self = .notFound
        case 400, 406, 415, 422: self = .badRequest(response.status)
        case 502, 503, 504: self = .gatewayError(response.status)
        default: self = .other(response.status)
        }
    }

    private static func redirect(_ response: ProbeResponse, from url: String) -> CallAnswer {
        guard let old = WebAddress(url), let new = response.location(from: url) else { return .other(response.status) }
        let isSamePath = trimmed(new.path) == trimmed(old.path)
        if isSamePath, new.text != old.text, new.host == old.host {
            if new.origin == old.origin || new.scheme == "https" && new.effectivePort == 443 { return .slash(new.text) }
            return .behindProxy(new.text)
        }
        if isSamePath, isInternal(new), !isInternal(old) { return .behindProxy(new.text) }
        let place = new.origin + new.path
        return new.isLogin ? .login("by a redirect to \(place)") : .elsewhere(place)
    }

    private static func trimmed(_ path: String) -> Substring {
        var path = path[...]
        while path.last == "/" { path = path.dropLast() }
        return path
    }

    /// Whether an address leads nowhere from the public network.
    private static func isInternal(_ address: WebAddress) -> Bool {
        address.isLoopback || NetworkAddress.isPrivate(address.host)
            || !address.host.contains(".") && !address.host.contains(":")
    }
}
