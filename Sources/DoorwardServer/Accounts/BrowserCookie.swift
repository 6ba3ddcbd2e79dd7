public import DoorwardSecrets

/// The cookie that ties sign-ins under way to the browser they began in: `dwb_` and 43 base64url characters.
///
/// All sign-ins of a browser share it, so that two tabs do not disturb each other.
public struct BrowserCookie: Sendable {
    private let cookie: OpaqueCookie

    /// - Parameter isSecure: whether the public address is https; plain http is for loopback only.
    public init(isSecure: Bool) {
        cookie = OpaqueCookie(name: "doorward-browser", prefix: "dwb_", isSecure: isSecure)
    }

    /// The cookie's value; nil when the request has none of the right form.
    public func value(in request: EndpointRequest) -> String? { cookie.value(in: request) }

    /// What the store knows the browser by.
    public func digest(in request: EndpointRequest) -> SecretDigest? {
        value(in: request).map { Self.digest(of: $0) }
    }

    /// What the store knows a value by.
    public static func digest(of value: String) -> SecretDigest { SecretDigest(hashing: Array(value.utf8)) }

    /// The fields that set the cookie until the browser closes.
    public func setting(_ value: String) -> [(name: String, value: String)] { cookie.setting(value, maxAge: nil) }

    /// A new value out of 32 random bytes.
    public func make(random: @Sendable (Int) -> [UInt8]) -> String { cookie.make(random: random) }
}
