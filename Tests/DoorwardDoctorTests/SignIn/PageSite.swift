import DoorwardDocuments
import Synchronization

@testable import DoorwardDoctor

/// Sites of pages for sign-ins, in memory: `METHOD host/path` gives an answer.
final class PageSite: Sendable {
    typealias Page = @Sendable (ProbeRequest) -> ProbeResponse

    private let pages: [String: Page]
    private let kept = Mutex<[ProbeRequest]>([])

    init(_ pages: [String: Page]) { self.pages = pages }

    var requests: [ProbeRequest] { kept.withLock { $0 } }

    func send(_ request: ProbeRequest) -> Result<ProbeResponse, ProbeFailure> {
        kept.withLock { $0.append(request) }
        guard let address = WebAddress(request.url) else { return .failure(.notAURL(request.url)) }
        guard let page = pages["\(request.method) \(address.host)\(address.path)"] else {
            return .success(Self.html("Not found", "<h1>Nothing here</h1>", status: 404))
        }
        return .success(page(request))
    }

    static let callback = "https://chat.openai.com/aip/g-1/oauth/callback"

    func walk(from url: String = "https://login.example/start", redirectURI: String = callback) async -> SignInOutcome {
        let browser = PageBrowser(redirectURI: redirectURI, cookies: CookieJar()) { [self] request in send(request) }
        var walk = FormSignIn(browser: browser, user: "ada", password: ProbeSecret("a fake password"))
        return await walk.walk(from: url)
    }

    static func html(_ title: String, _ body: String, status: Int = 200, cookies: [String] = []) -> ProbeResponse {
        ProbeResponse(
            status: status,
            headers: [("Content-Type", "text/html")] + cookies.map { ("Set-Cookie", $0) },
            body: Array("<html><head><title>\(title)</title></head><body>\(body)</body></html>".utf8))
    }

    static func redirect(_ location: String, status: Int = 302, cookies: [String] = []) -> ProbeResponse {
        ProbeResponse(status: status, headers: [("Location", location)] + cookies.map { ("Set-Cookie", $0) })
    }

    /// The fields of a form that was sent, as they were encoded.
    static func body(_ request: ProbeRequest) -> String { String(decoding: request.body, as: UTF8.self) }
}
