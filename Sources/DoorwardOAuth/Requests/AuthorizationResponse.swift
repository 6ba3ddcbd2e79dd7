/// The address that the browser is sent back to, with the answer in its query (RFC 6749 §4.1.2 and §4.1.2.1).
public enum AuthorizationResponse {
    /// With a code.
    public static func success(
        code: String, state: String?, redirect: ValidatedRedirect, issuer: String
    ) -> String {
        location(redirect.uri, [("code", code)], state: state, issuer: issuer)
    }

    /// With an error.
    public static func failure(
        _ error: OAuthError, state: String?, redirect: ValidatedRedirect, issuer: String
    ) -> String {
        location(
            redirect.uri, [("error", error.code.rawValue), ("error_description", error.text)], state: state,
            issuer: issuer)
    }

    /// Keeps the address's own query; `iss` is there exactly once (RFC 9207 §2).
    private static func location(
        _ uri: String, _ parameters: [(String, String)], state: String?, issuer: String
    ) -> String {
        var bytes = Array(uri.utf8)
        bytes.reserveCapacity(bytes.count + 256)
        var separator = UInt8(ascii: "?")
        if bytes.contains(separator) {
            let isOpen = bytes.last == UInt8(ascii: "?") || bytes.last == UInt8(ascii: "&")
            separator = isOpen ? 0 : UInt8(ascii: "&")
        }
        for (name, value) in parameters + (state.map { [("state", $0)] } ?? []) + [("iss", issuer)] {
            if separator != 0 { bytes.append(separator) }
            separator = UInt8(ascii: "&")
            bytes.append(contentsOf: name.utf8)
            bytes.append(UInt8(ascii: "="))
            FormParameters.append(value, to: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
