internal import DoorwardDocuments

/// The cookies of a browser without scripts, as far as sign-in pages need them (RFC 6265).
struct CookieJar: Sendable {
    private struct Cookie: Sendable {
        var name: String
        var value: String
        var host: String
        var coversSubdomains: Bool
        var path: String
        var isSecure: Bool
    }

    private static let limit = 200
    private var cookies: [Cookie] = []

    /// Keeps what an answer of an address sets.
    mutating func take(from response: ProbeResponse, at address: WebAddress) {
        for field in response.headerValues("set-cookie").prefix(50) where field.utf8.count <= 8192 {
            take(field, at: address)
        }
    }

    private mutating func take(_ field: String, at address: WebAddress) {
        let parts = field.split(separator: ";").map(Self.trimmed)
        guard let pair = parts.first, let equals = pair.firstIndex(of: "="), equals > pair.startIndex else { return }
        var cookie = Cookie(
            name: String(pair[..<equals]), value: String(pair[pair.index(after: equals)...]), host: address.host,
            coversSubdomains: false, path: Self.folder(of: address.path), isSecure: false)
        var isOver = false
        for part in parts.dropFirst() {
            let mark = part.firstIndex(of: "=") ?? part.endIndex
            let value = String(part[mark...].dropFirst())
            switch part[..<mark].lowercased() {
            case "secure": cookie.isSecure = true
            case "path": if value.hasPrefix("/") { cookie.path = value }
            case "domain":
                let domain = String(value.drop { $0 == "." }).lowercased()
                guard address.isHost(equalToOrUnder: domain), domain.contains(".") || domain == address.host else {
                    return
                }
                cookie.host = domain
                cookie.coversSubdomains = true
            case "max-age": isOver = (Int(value) ?? 1) <= 0
            case "expires": isOver = isOver || value.contains("1970") || value.contains("-70 ")
            default: continue
            }
        }
        cookies.removeAll { $0.name == cookie.name && $0.host == cookie.host && $0.path == cookie.path }
        guard !isOver else { return }
        if cookies.count >= Self.limit { cookies.removeFirst() }
        cookies.append(cookie)
    }

    /// The field for a request to an address; nil without cookies. Longer paths come first.
    func field(for address: WebAddress) -> String? {
        let path = address.path.isEmpty ? "/" : address.path
        let sent = cookies.filter { cookie in
            let isHost =
                cookie.coversSubdomains ? address.isHost(equalToOrUnder: cookie.host) : address.host == cookie.host
            let isSafe = !cookie.isSecure || address.scheme == "https" || address.isLoopback
            return isHost && isSafe && Self.covers(cookie.path, path)
        }
        guard !sent.isEmpty else { return nil }
        let sorted = sent.enumerated().sorted {
            ($1.element.path.utf8.count, $0.offset) < ($0.element.path.utf8.count, $1.offset)
        }
        return sorted.map { "\($0.element.name)=\($0.element.value)" }.joined(separator: "; ")
    }

    private static func covers(_ folder: String, _ path: String) -> Bool {
        guard path.hasPrefix(folder) else { return false }
        return folder.hasSuffix("/") || path.utf8.count == folder.utf8.count
            || path.dropFirst(folder.count).first == "/"
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " || $0 == "\t" }
        return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
