public import DoorwardForms

/// A browser without scripts: it follows redirects, keeps cookies, and fills in and submits the forms of the pages it
/// is shown.
///
/// It knows nothing of sockets: whoever makes it says how a request becomes a response, in the same process or over
/// HTTP.
///
/// ```swift
/// var browser = FormBrowser(origin: "https://door.example") { request in … }
/// try await browser.open("/account")
/// try await browser.submit(["username": "ada", "password": "…"])
/// ```
public struct FormBrowser: Sendable {
    /// How a request becomes a response.
    public typealias Transport = @Sendable (FormBrowserRequest) async throws -> FormBrowserResponse

    /// The site it visits, without a slash at its end; it does not follow redirects to others.
    public let origin: String
    /// The cookies it keeps, by name, whatever their path.
    public var cookies: [String: String] = [:]
    /// Whether it sends cookies back that are `Secure`, also over plain http as most browsers do on loopback.
    public var sendsSecureCookies = true
    /// Whether it takes cookies at all.
    public var takesCookies = true
    /// Fields that it sends with every request.
    public var fields: [(name: String, value: String)] = [
        ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0")
    ]
    /// Where it is: the path and query of the page, or the whole address of another site it was sent to.
    public private(set) var address = ""
    /// What the last request was answered with, after redirects.
    public private(set) var response = FormBrowserResponse(status: 0)
    /// Everywhere it was sent since it last opened a page or submitted a form, in order.
    public private(set) var redirects: [String] = []
    private let transport: Transport

    public init(origin: String, transport: @escaping Transport) {
        self.origin = origin
        self.transport = transport
    }

    /// The page it is shown.
    public var page: FormPage { FormPage(html: response.text) }

    /// Whether the last redirect led to another site, which it does not follow.
    public var isElsewhere: Bool { !address.hasPrefix("/") }

    /// Opens a page of the site: a path with its query.
    @discardableResult
    public mutating func open(_ path: String) async throws -> FormBrowserResponse {
        redirects = []
        return try await go(FormBrowserRequest(method: "GET", target: path))
    }

    /// Submits a form of the page with all its fields as they are, and these in their place.
    ///
    /// - Parameters:
    ///   - values: by the name of the field; also fields that the form does not have.
    ///   - action: the form's address, where the page has several; nil for the first.
    ///   - button: name and value of the button that is pressed, such as `("decision", "allow")`.
    ///   - choose: picks among forms with the same address.
    /// - Throws: `FormBrowserError.noForm`, and what the transport throws.
    @discardableResult
    public mutating func submit(
        _ values: [String: String] = [:], to action: String? = nil, button: (name: String, value: String)? = nil,
        where choose: (PageForm) -> Bool = { _ in true }
    ) async throws -> FormBrowserResponse {
        let forms = page.forms.filter { (action == nil || $0.action == action) && choose($0) }
        guard let form = forms.first else { throw FormBrowserError.noForm(action: action, at: address) }
        var fields = form.fields.map { field in (field.name, values[field.name] ?? field.value) }
        let known = Set(form.fields.map(\.name))
        for (name, value) in values.sorted(by: { $0.key < $1.key }) where !known.contains(name) {
            fields.append((name, value))
        }
        if let button { fields.append((button.name, button.value)) }
        return try await post(fields, to: form.action.isEmpty ? address : form.action)
    }

    /// Sends a form's fields to a path of the site.
    @discardableResult
    public mutating func post(_ fields: [(String, String)], to path: String) async throws -> FormBrowserResponse {
        redirects = []
        let body = fields.map { FormEncoding.encode($0) + "=" + FormEncoding.encode($1) }.joined(separator: "&")
        var request = FormBrowserRequest(method: "POST", target: path, body: Array(body.utf8))
        request.fields = [("content-type", "application/x-www-form-urlencoded"), ("origin", "null")]
        return try await go(request)
    }

    private mutating func go(_ request: FormBrowserRequest) async throws -> FormBrowserResponse {
        var request = request
        for _ in 0..<10 {
            var sent = request
            sent.fields += fields
            if let cookie = cookieField { sent.fields.append(("cookie", cookie)) }
            address = request.target
            response = try await transport(sent)
            keepCookies()
            guard (300..<400).contains(response.status), let location = response.field("location") else {
                return response
            }
            redirects.append(location)
            let path = location.hasPrefix(origin + "/") ? String(location.dropFirst(origin.count)) : location
            guard path.hasPrefix("/"), !path.hasPrefix("//") else {
                address = location
                return response
            }
            // RFC 9110 §15.4.4: 303 is fetched by GET; 307 and 308 repeat the request.
            request = [307, 308].contains(response.status) ? request : FormBrowserRequest(method: "GET", target: path)
            request.target = path
        }
        throw FormBrowserError.tooManyRedirects(redirects)
    }

    private var cookieField: String? {
        let names = cookies.keys.sorted().filter { sendsSecureCookies || !$0.hasPrefix("__") }
        return names.isEmpty ? nil : names.map { "\($0)=\(cookies[$0] ?? "")" }.joined(separator: "; ")
    }

    private mutating func keepCookies() {
        guard takesCookies else { return }
        for field in response.fields where field.name.lowercased() == "set-cookie" {
            let parts = field.value.split(separator: ";")
            guard let pair = parts.first, let equals = pair.firstIndex(of: "=") else { continue }
            let name = String(pair[..<equals])
            let isOver = parts.dropFirst().contains { $0.lowercased().hasSuffix("max-age=0") }
            cookies[name] = isOver ? nil : String(pair[pair.index(after: equals)...])
        }
    }
}
