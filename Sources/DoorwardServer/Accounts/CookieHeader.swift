/// The cookies of a request (RFC 6265 §4.2), read strictly: what is not as a server of ours wrote it is not there.
enum CookieHeader {
    /// The longest header that is looked at, in bytes; browsers send no more than this for all cookies of a site.
    static let limit = 16_384

    /// The value of a cookie; nil when it is absent, or there with two different values.
    ///
    /// Of two cookies with one name nobody can tell which was set by whom, so neither counts (RFC 6265 §4.2.2).
    static func value(named name: String, in request: EndpointRequest) -> String? {
        var found: Substring?
        for field in request.fields where field.name == "cookie" && field.value.utf8.count <= limit {
            for pair in field.value.split(separator: ";") {
                let pair = pair.drop { $0 == " " || $0 == "\t" }
                guard let equals = pair.utf8.firstIndex(of: UInt8(ascii: "=")),
                    pair[..<equals].utf8.elementsEqual(name.utf8)
                else { continue }
                let value = pair[pair.utf8.index(after: equals)...]
                if let found, !found.utf8.elementsEqual(value.utf8) { return nil }
                found = value
            }
        }
        return found.map(String.init)
    }

    /// A `Set-Cookie` field (RFC 6265 §4.1) for the whole site, out of the reach of scripts.
    static func field(
        _ name: String, _ value: String, isSecure: Bool, maxAge: Int64?
    ) -> (name: String, value: String) {
        var text = "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax"
        if isSecure { text += "; Secure" }
        if let maxAge { text += "; Max-Age=\(max(0, maxAge))" }
        return ("Set-Cookie", text)
    }
}
