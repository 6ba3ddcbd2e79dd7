public import DoorwardSecrets

/// The cookie of somebody who is signed in: `dws_` and 43 base64url characters; the store knows its digest only.
///
/// It is `HttpOnly` and `SameSite=Lax`, and over https it is `__Host-doorward-session`, which no other host can set.
public struct SessionCookie: Sendable {
    private let cookie: OpaqueCookie

    /// - Parameter isSecure: whether the public address is https; plain http is for loopback only.
    public init(isSecure: Bool) {
        cookie = OpaqueCookie(name: "doorward-session", prefix: "dws_", isSecure: isSecure)
    }

    /// The cookie's value; nil when the request has none of the right form.
    public func value(in request: EndpointRequest) -> String? { cookie.value(in: request) }

    /// What the store knows the session by.
    public func digest(in request: EndpointRequest) -> SecretDigest? {
        value(in: request).map { Self.digest(of: $0) }
    }

    /// What the store knows a value by.
    public static func digest(of value: String) -> SecretDigest { SecretDigest(hashing: Array(value.utf8)) }

    /// The fields that set the cookie for `maxAge` seconds.
    public func setting(_ value: String, maxAge: Int64) -> [(name: String, value: String)] {
        cookie.setting(value, maxAge: maxAge)
    }

    /// The fields that take the cookie away.
    public func clearing() -> [(name: String, value: String)] { cookie.clearing() }

    /// A new value out of 32 random bytes.
    public func make(random: @Sendable (Int) -> [UInt8]) -> String { cookie.make(random: random) }
}
