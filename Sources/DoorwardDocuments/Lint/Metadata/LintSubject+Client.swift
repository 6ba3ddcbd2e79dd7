extension LintSubject {
    /// A client ID metadata document (draft-ietf-oauth-client-id-metadata-document; RFC 7591 section 2).
    mutating func checkClientMetadata(_ root: LocatedValue) {
        checkClientID(root)
        checkClientSecrets(root)
        checkRedirectURIs(root)
        checkClientKeys(root)
        checkClientTypes(root)
        if document.bytes.count > 5 * 1024 {
            report(
                .clientSize, at: root, "The document has \(document.bytes.count) bytes.",
                hint: "Keep it under 5 KB; authorization servers stop reading there.")
        }
        if root["client_name"] == nil {
            report(
                .clientName, at: root, "There is no “client_name”.",
                hint: "Name the application as people know it; the consent page shows it.")
        }
    }

    private mutating func checkClientID(_ root: LocatedValue) {
        guard let value = root["client_id"], let text = value.string, !text.isEmpty else {
            guard root["client_id"] == nil else { return }
            return report(
                .clientID, at: root, "There is no “client_id”.",
                hint: "It is the https address of this document itself.")
        }
        if let fetchedFrom, fetchedFrom.text != text {
            report(
                .clientIDMismatch, at: value, "“client_id” is not the address of this document.",
                hint: "It must be exactly \(fetchedFrom.text.excerpt).")
        }
        guard let url = WebAddress(text), url.scheme == "https" || url.isLoopback else {
            return report(
                .clientID, at: value, "“client_id” is not an https URL.",
                hint: "It is the address of this document itself: https://app.example.com/oauth/client.json.")
        }
        if url.path.isEmpty || url.path == "/" {
            report(.clientID, at: value, "“client_id” has no path.", hint: "Put the document under a path of its own.")
        }
        if url.fragment != nil || url.userInfo != nil || Self.hasDots(url.path) {
            report(
                .clientID, at: value, "“client_id” has a fragment, a user name, or “.” or “..” in its path.",
                hint: "Authorization servers refuse all of these.")
        } else if url.query != nil {
            report(
                .clientID, at: value, severity: .warning, "“client_id” has a query.",
                hint: "Put the document under a path instead; some servers refuse a query.")
        }
    }

    private static func hasDots(_ path: String) -> Bool {
        path.lowercased().split(separator: "/", omittingEmptySubsequences: true).contains {
            [".", "..", "%2e", "%2e%2e", ".%2e", "%2e."].contains($0)
        }
    }

    private mutating func checkClientSecrets(_ root: LocatedValue) {
        for name in ["client_secret", "client_secret_expires_at"] {
            guard let value = root[name] else { continue }
            report(
                .clientSecretInMetadata, at: value, atName: true, "“\(name)” is in a public document.",
                hint: "Remove it. A client known by a URL has no secret; it uses PKCE, or signs with private_key_jwt.")
        }
        guard let value = root["token_endpoint_auth_method"] else {
            guard root["token_endpoint_auth_methods_supported"] == nil else { return }
            return report(
                .clientAuthentication, at: root, severity: .warning, "There is no “token_endpoint_auth_method”.",
                hint:
                    "Without it client_secret_basic is meant (RFC 7591 section 2), which such a client cannot do. Say "
                    + "\"none\" or \"private_key_jwt\".")
        }
        if let method = value.string, method.hasPrefix("client_secret") {
            report(
                .clientAuthentication, at: value, "“\(method.excerpt)” needs a shared secret.",
                hint: "Say \"none\" or \"private_key_jwt\"; authorization servers refuse the document otherwise.")
        }
    }

    private mutating func checkClientKeys(_ root: LocatedValue) {
        let methods = [root["token_endpoint_auth_method"]?.string].compactMap(\.self)
        if methods.contains("private_key_jwt"), root["jwks_uri"] == nil, root["jwks"] == nil {
            report(
                .clientKeys, at: root["token_endpoint_auth_method"], "“private_key_jwt” without a public key.",
                hint: "Add jwks_uri, the https address of the client's public keys.")
        }
        if let keys = root["jwks"], root["jwks_uri"] != nil {
            report(
                .clientKeys, at: keys, atName: true, "Both “jwks” and “jwks_uri” are there.",
                hint: "Keep jwks_uri alone (RFC 7591 section 2 forbids both).")
        }
    }

    private mutating func checkClientTypes(_ root: LocatedValue) {
        if let grants = texts(root, "grant_types"), !grants.isEmpty, let value = root["grant_types"] {
            if !grants.contains("authorization_code") {
                report(
                    .clientTypes, at: value, "“grant_types” lacks authorization_code.",
                    hint: "Add it: such a client begins with it.")
            } else if !grants.contains("refresh_token") {
                report(
                    .clientTypes, at: value, severity: .info, "“grant_types” lacks refresh_token.",
                    hint: "Add it, or people must sign in again whenever a token runs out.")
            }
        }
        if let types = texts(root, "response_types"), !types.isEmpty, !types.contains("code") {
            report(
                .clientTypes, at: root["response_types"], "“response_types” lacks code.", hint: "Write [\"code\"].")
        }
    }
}
