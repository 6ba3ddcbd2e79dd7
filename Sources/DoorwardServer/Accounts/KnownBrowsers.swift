import DoorwardJOSE

/// The signed cookie that remembers who has signed in with a browser before, so that strangers who try passwords for
/// an account do not slow its owner down.
///
/// `doorward-known` holds one HMAC for each user, newest first, at most ``limit``; it tells nobody a name, and stealing
/// it gains nothing but the owner's pace of trying.
struct KnownBrowsers: Sendable {
    static let limit = 4
    /// How long a browser is remembered: 180 days in seconds.
    static let maxAge: Int64 = 180 * 86_400

    let key: DerivedKey
    let isSecure: Bool

    private var name: String { isSecure ? "__Host-doorward-known" : "doorward-known" }

    /// The mark that this user's sign-in leaves; also the name under which attempts of a known browser are counted.
    func mark(of userID: String) -> String {
        Base64URL.encode(Array(key.hmac(Array(userID.utf8)).prefix(24)))
    }

    /// Whether this user has signed in with the browser before.
    func isKnown(_ userID: String, in request: EndpointRequest) -> Bool {
        let mark = mark(of: userID)
        return marks(in: request).contains { $0.utf8.elementsEqual(mark.utf8) }
    }

    /// The field that adds a user to those the browser is known for.
    func remembering(_ userID: String, in request: EndpointRequest) -> (name: String, value: String) {
        let mark = mark(of: userID)
        let marks = [mark] + marks(in: request).filter { $0 != mark }
        let value = marks.prefix(Self.limit).joined(separator: ".")
        return CookieHeader.field(name, value, isSecure: isSecure, maxAge: Self.maxAge)
    }

    private func marks(in request: EndpointRequest) -> [String] {
        guard let value = CookieHeader.value(named: name, in: request), value.utf8.count <= 256 else { return [] }
        return value.split(separator: ".").map(String.init).filter { Base64URL.decode($0)?.count == 24 }
    }
}
