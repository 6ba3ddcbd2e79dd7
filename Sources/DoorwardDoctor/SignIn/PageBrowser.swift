internal import DoorwardDocuments

/// Loads pages as a person's browser does, without scripts: it follows redirects, keeps cookies, and stops in front of
/// the client's callback, which never gets a request.
struct PageBrowser: Sendable {
    /// Where a request led in the end.
    enum Landing: Sendable {
        case page(ProbeResponse, at: WebAddress)
        /// A redirect to the callback's host, which was not followed.
        case leaves(to: String)
        case failed(ProbeFailure, at: String)
        /// A redirect that leads nowhere.
        case lost(String)
    }

    static let redirectLimit = 10
    static let userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"

    var cookies: CookieJar
    /// The client's callback.
    let redirectURI: String
    private let redirectOrigin: String
    let send: @Sendable (ProbeRequest) async -> Result<ProbeResponse, ProbeFailure>

    init(
        redirectURI: String, cookies: CookieJar,
        send: @escaping @Sendable (ProbeRequest) async -> Result<ProbeResponse, ProbeFailure>
    ) {
        self.redirectURI = redirectURI
        redirectOrigin = WebAddress(redirectURI)?.origin ?? ""
        self.cookies = cookies
        self.send = send
    }

    mutating func open(_ url: String) async -> Landing { await load(Self.request("GET", url)) }

    /// Sends a form from a page.
    mutating func post(_ body: String, to url: String, from page: WebAddress) async -> Landing {
        var request = Self.request("POST", url)
        request.headers += [
            ("Content-Type", "application/x-www-form-urlencoded"), ("Origin", page.origin),
            ("Referer", page.origin + page.target),
        ]
        request.body = Array(body.utf8)
        return await load(request)
    }

    private static func request(_ method: String, _ url: String) -> ProbeRequest {
        ProbeRequest(
            method, url,
            headers: [
                ("User-Agent", userAgent), ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
                ("Accept-Language", "en"),
            ], maximumSize: 1 << 20)
    }

    private mutating func load(_ first: ProbeRequest) async -> Landing {
        var request = first
        for _ in 0...Self.redirectLimit {
            guard let address = WebAddress(request.url) else {
                return .lost("`\(request.url.prefix(200))` is no address")
            }
            guard address.scheme == "https" || address.scheme == "http" else { return .leaves(to: request.url) }
            var sent = request
            if let field = cookies.field(for: address) { sent.headers.append(("Cookie", field)) }
            switch await send(sent) {
            case .failure(let failure): return .failed(failure, at: request.url)
            case .success(let response):
                cookies.take(from: response, at: address)
                guard (300..<400).contains(response.status), let location = response.header("location") else {
                    return .page(response, at: address)
                }
                guard let next = target(of: location, at: address) else {
                    return .lost("the redirect to `\(location.prefix(200))` leads nowhere")
                }
                if isEnd(next, from: address) { return .leaves(to: next) }
                if [307, 308].contains(response.status) {
                    request.url = next
                } else {
                    request = Self.request("GET", next)
                }
            }
        }
        return .lost("after \(Self.redirectLimit) redirects there is still no page")
    }

    /// The whole address of a reference on a page; also for schemes of applications.
    func target(of reference: String, at address: WebAddress) -> String? {
        AuthorizationCallback.isCallback(reference, to: redirectURI)
            ? reference : address.resolving(reference).map(\.text)
    }

    /// Whether an address is the callback, or anything else at the callback's host.
    func isEnd(_ url: String, from address: WebAddress) -> Bool {
        if AuthorizationCallback.isCallback(url, to: redirectURI) { return true }
        guard let origin = WebAddress(url)?.origin else { return true }
        return origin == redirectOrigin && origin != address.origin
    }
}
