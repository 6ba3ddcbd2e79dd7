public import DoorwardJOSE

/// The hidden field that proves that a form came from a page made for this browser, against cross-site request forgery.
///
/// It is base64url(HMAC-SHA256(key, cookie value, line feed, path of the form)): nothing needs to be kept, two tabs do
/// not disturb each other, and a token of one form is no good for another.
public struct FormToken: Sendable {
    private let key: DerivedKey

    public init(key: DerivedKey) { self.key = key }

    /// The token for a form.
    ///
    /// - Parameters:
    ///   - cookie: the value of the session cookie, or of the browser cookie before anyone is signed in.
    ///   - path: where the form is sent.
    public func text(cookie: String, path: String) -> String {
        Base64URL.encode(key.hmac(Array("\(cookie)\n\(path)".utf8)))
    }

    /// Whether a token that came back is the one for this cookie and form. Takes the same time whatever differs.
    public func isRight(_ presented: String?, cookie: String?, path: String) -> Bool {
        guard let presented, let cookie else { return false }
        return ConstantTime.areEqual(presented, text(cookie: cookie, path: path))
    }
}
