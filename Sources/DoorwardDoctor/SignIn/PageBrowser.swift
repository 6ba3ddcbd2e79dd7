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
        /// A password that was not sent on.
        case withheld(String)
        /// The time is over.
        case late
    }

    static let redirectLimit = 10
    static let userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"

    var cookies: CookieJar
    /// The client's callback.
    let redirectURI: String
    /// All callbacks of the client: none of them ever gets a request.
    let ownCallbacks: [String]
    /// What must not be shown of pages.
    let masking: Masking
    /// When it goes no further.
    var deadline: ContinuousClock.Instant?
    private let redirectOrigins: Set<String>
    let send: @Sendable (ProbeRequest) async -> Result<ProbeResponse, ProbeFailure>

    init(
        redirectURI: String, cookies: CookieJar, ownCallbacks: [String] = [], masking: Masking = Masking([]),
        send: @escaping @Sendable (ProbeRequest) async -> Result<ProbeResponse, ProbeFailure>
    ) {
        self.redirectURI = redirectURI
        self.ownCallbacks = ownCallbacks
        self.masking = masking
        redirectOrigins = Set(([redirectURI] + ownCallbacks).compactMap { WebAddress($0)?.origin })
        self.cookies = cookies
        self.send = send
    }

    mutating func open(_ url: String) async -> Landing { await load(Self.request("GET", url)) }

    /// Sends a form from a page. A password goes to no other origin than the form's own address.
    mutating func post(
        _ body: String, to url: String, from page: WebAddress, hasPassword: Bool = false
    ) async -> Landing {
        var request = Self.request("POST", url)
        request.headers += [
            ("Content-Type", "application/x-www-form-urlencoded"), ("Origin", page.origin),
            ("Referer", page.origin + page.target),
        ]
        request.body = Array(body.utf8)
        return await load(request, hasPassword: hasPassword)
    }

    private static func request(_ method: String, _ url: String) -> ProbeRequest {
        ProbeRequest(
            method, url,
            headers: [
                ("User-Agent", userAgent), ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
                ("Accept-Language", "en"),
            ], maximumSize: 1 << 20)
    }

    private mutating func load(_ first: ProbeRequest, hasPassword: Bool = false) async -> Landing {
        var request = first
        for _ in 0...Self.redirectLimit {
            guard let address = WebAddress(request.url) else {
                return .lost("`\(masking.shortened(request.url, to: 200))` is no address")
            }
            guard address.scheme == "https" || address.scheme == "http" else { return .leaves(to: request.url) }
            var sent = request
            if let deadline {
                let left = ContinuousClock.now.duration(to: deadline)
                guard left > .zero else { return .late }
                sent.timeout = min(sent.timeout, left)
            }
            if let field = cookies.field(for: address) { sent.headers.append(("Cookie", field)) }
            switch await send(sent) {
            case .failure(let failure): return .failed(failure, at: request.url)
            case .success(let response):
                cookies.take(from: response, at: address)
                guard (300..<400).contains(response.status), let location = response.header("location") else {
                    return .page(response, at: address)
                }
                switch follow(location, response.status, from: address) {
                case .success(let next):
                    let isRepeated = [307, 308].contains(response.status)
                    if isRepeated, hasPassword, request.method == "POST" {
                        let origin = WebAddress(next)?.origin ?? ""
                        guard origin == address.origin else { return .withheld(Self.repeated(response.status, origin)) }
                    }
                    if isRepeated { request.url = next } else { request = Self.request("GET", next) }
                case .failure(let end): return end.landing
                }
            }
        }
        return .lost("after \(Self.redirectLimit) redirects there is still no page")
    }

    private struct End: Error { let landing: Landing }

    private static func repeated(_ status: Int, _ origin: String) -> String {
        """
        The answer to the password is a redirect with status \(status) to \(origin), which would send the password \
        there too; it was not sent. 303 is right after a sign-in.
        """
    }

    /// Where a redirect leads next, when it is to be followed.
    private func follow(_ location: String, _ status: Int, from address: WebAddress) -> Result<String, End> {
        let scheme = String(location.prefix { $0 != ":" && $0 != "/" && $0 != "?" && $0 != "#" }).lowercased()
        if location.contains(":"), ["javascript", "data", "vbscript", "file", "blob", "about"].contains(scheme) {
            return .failure(
                End(landing: .lost("it sends the browser to a `\(scheme):` address, which no browser follows")))
        }
        guard let next = target(of: location, at: address) else {
            return .failure(
                End(landing: .lost("the redirect to `\(masking.shortened(location, to: 200))` leads nowhere")))
        }
        return isEnd(next, from: address) ? .failure(End(landing: .leaves(to: next))) : .success(next)
    }

    /// The whole address of a reference on a page; also for schemes of applications.
    func target(of reference: String, at address: WebAddress) -> String? {
        AuthorizationCallback.isCallback(reference, to: redirectURI)
            ? reference : address.resolving(reference).map(\.text)
    }

    /// Whether an address is the callback, or anything else at a host of the client's callbacks.
    func isEnd(_ url: String, from address: WebAddress) -> Bool {
        if AuthorizationCallback.isCallback(url, to: redirectURI) { return true }
        if ownCallbacks.contains(where: { AuthorizationCallback.isCallback(url, to: $0) }) { return true }
        guard let origin = WebAddress(url)?.origin else { return true }
        return redirectOrigins.contains(origin) && origin != address.origin
    }
}
