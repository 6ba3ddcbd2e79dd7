import DoorwardDoctor
import DoorwardDocuments

/// A request as a server of the zoo sees it.
struct ZooRequest: Sendable {
    var method: String
    var scheme: String
    /// In lower case, without a port.
    var host: String
    var port: Int
    /// As it was sent, never decoded; `/` at least.
    var path: String
    var query: String?
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    init(
        method: String, scheme: String, authority: String, target: String,
        headers: [(name: String, value: String)] = [], body: [UInt8] = []
    ) {
        let address = WebAddress(scheme + "://" + authority)
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.method = method
        self.scheme = scheme
        host = address?.host ?? ""
        port = address?.effectivePort ?? 0
        path = parts.first.map { $0.isEmpty ? "/" : String($0) } ?? "/"
        query = parts.count > 1 ? String(parts[1]) : nil
        self.headers = headers
        self.body = body
    }

    /// A probe, as the server it is for sees it; nil when its URL is none.
    init?(_ probe: ProbeRequest) {
        guard let address = WebAddress(probe.url) else { return nil }
        let authority = address.bracketedHost + (address.port.map { ":\($0)" } ?? "")
        self.init(
            method: probe.method, scheme: address.scheme, authority: authority, target: address.target,
            headers: probe.headers, body: probe.body)
    }

    /// The first field of a name, in any case.
    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The media type without its parameters, in lower case.
    var mediaType: String {
        let type = (header("content-type") ?? "").prefix { $0 != ";" }
        return type.split(separator: " ").joined().lowercased()
    }

    var cookies: [String: String] {
        var cookies: [String: String] = [:]
        for field in headers where field.name.lowercased() == "cookie" {
            for pair in field.value.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { continue }
                cookies[parts[0].split(separator: " ").joined()] = String(parts[1])
            }
        }
        return cookies
    }

    var parameters: ZooParameters { ZooParameters(query ?? "") }

    var form: ZooParameters { ZooParameters(String(decoding: body, as: UTF8.self)) }

    var json: JSONValue? { try? JSONValue(parsing: body) }

    /// What follows `Bearer` or `Basic` in `Authorization`.
    func credentials(_ scheme: String) -> String? {
        guard let field = header("authorization") else { return nil }
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == scheme.lowercased() else { return nil }
        return String(parts[1])
    }
}
