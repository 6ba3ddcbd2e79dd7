import DoorwardJOSE

/// A cookie with a random value: a prefix and 32 bytes in base64url.
///
/// Over https there is only `__Host-NAME`, which no other host and no plain-http page can set (RFC 6265bis §4.1.3.2).
/// Over plain http, which is for loopback only, the same value is also set as `NAME` without `Secure`, for clients that
/// do not send secure cookies there.
struct OpaqueCookie: Sendable {
    let name: String
    let prefix: String
    let isSecure: Bool

    /// The value that the request carries; nil when it is absent or not of the right form.
    func value(in request: EndpointRequest) -> String? {
        if let value = CookieHeader.value(named: "__Host-" + name, in: request), isWellFormed(value) { return value }
        guard !isSecure, let value = CookieHeader.value(named: name, in: request), isWellFormed(value) else {
            return nil
        }
        return value
    }

    /// The fields that set the cookie; without `maxAge` it goes when the browser closes. Seconds.
    func setting(_ value: String, maxAge: Int64?) -> [(name: String, value: String)] {
        let secure = CookieHeader.field("__Host-" + name, value, isSecure: true, maxAge: maxAge)
        return isSecure ? [secure] : [secure, CookieHeader.field(name, value, isSecure: false, maxAge: maxAge)]
    }

    /// The fields that take the cookie away.
    func clearing() -> [(name: String, value: String)] { setting("", maxAge: 0) }

    /// A new value out of 32 random bytes.
    func make(random: @Sendable (Int) -> [UInt8]) -> String { prefix + Base64URL.encode(random(32)) }

    private func isWellFormed(_ value: String) -> Bool {
        guard value.utf8.count == prefix.utf8.count + 43, value.utf8.starts(with: prefix.utf8) else { return false }
        return Base64URL.decode(String(value.utf8.dropFirst(prefix.utf8.count)) ?? "")?.count == 32
    }
}
