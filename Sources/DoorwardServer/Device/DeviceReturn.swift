import DoorwardOAuth

/// Where people come back to after signing in who came to sign in for a device: a cookie that lives as long as a sign-in
/// may take, so that a second step, a new account or a visit to a provider may lie between.
///
/// It holds nothing but a user code, read strictly, or a word for none. So whoever could set it could lead people to one
/// page of this server, with a code that they are still asked about: no more than a link can.
struct DeviceReturn: Sendable {
    /// Seconds.
    private static let lifetime: Int64 = 900
    private static let withoutCode = "none"

    private let name: String
    private let isSecure: Bool

    init(isSecure: Bool) {
        name = isSecure ? "__Host-doorward-device" : "doorward-device"
        self.isSecure = isSecure
    }

    /// The fields that make the browser come back, with the code that was typed before.
    func setting(_ code: UserCode?) -> [(name: String, value: String)] {
        [
            CookieHeader.field(
                name, code?.canonical ?? Self.withoutCode, isSecure: isSecure, maxAge: Self.lifetime)
        ]
    }

    /// The fields that take the cookie away; none when there is none.
    func clearing(_ request: EndpointRequest) -> [(name: String, value: String)] {
        guard CookieHeader.value(named: name, in: request) != nil else { return [] }
        return [CookieHeader.field(name, "", isSecure: isSecure, maxAge: 0)]
    }

    /// Where to go after signing in, and the cookies to set then: the page for devices, or the account.
    func onward(_ request: EndpointRequest) -> (path: String, cookies: [(name: String, value: String)]) {
        guard let value = CookieHeader.value(named: name, in: request) else { return ("/account", []) }
        let cookies = clearing(request)
        if value == Self.withoutCode { return (DeviceAuthorizationEndpoint.pagePath, cookies) }
        guard let code = UserCode(value) else { return ("/account", cookies) }
        return ("\(DeviceAuthorizationEndpoint.pagePath)?user_code=\(code.shown)", cookies)
    }
}
