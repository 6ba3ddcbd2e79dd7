extension LintSubject {
    /// Protected resource metadata (RFC 9728), as clients of MCP read it.
    mutating func checkProtectedResource(_ root: LocatedValue) {
        checkResource(root)
        checkAuthorizationServers(root)
        if let scopes = root["scopes_supported"] {
            for scope in scopes.elements where scope.string == "offline_access" {
                report(
                    .resourceOfflineAccess, at: scope, "“offline_access” is a scope of the resource.",
                    hint: "Move it to scopes_supported of the authorization server's metadata.")
            }
        }
        if let methods = texts(root, "bearer_methods_supported"), !methods.isEmpty,
            let value = root["bearer_methods_supported"]
        {
            if !methods.contains("header") {
                report(
                    .resourceBearerMethods, at: value, severity: .error,
                    "Tokens are not taken from the Authorization header.",
                    hint: "Accept “header”; no assistant sends tokens in another way.")
            } else if methods.contains("query") {
                report(
                    .resourceBearerMethods, at: value, "Tokens are taken from the query.",
                    hint: "Leave out “query”, and ignore access_token in URLs.")
            }
        }
    }

    private mutating func checkResource(_ root: LocatedValue) {
        guard let value = root["resource"], let text = value.string, !text.isEmpty else {
            guard root["resource"] == nil else { return }
            return report(
                .resourceURL, at: root, "There is no “resource”.", hint: "Write the address of the MCP endpoint.")
        }
        guard let url = WebAddress(text), url.scheme == "https" || url.scheme == "http" else {
            return report(
                .resourceURL, at: value, "“resource” is not a whole URL.",
                hint: "Write the address of the MCP endpoint as clients use it: https://api.example.com/mcp.")
        }
        if url.scheme == "http" {
            report(
                .resourceURL, at: value, severity: url.isLoopback ? .warning : .error, "“resource” is http, not https.",
                hint: url.isLoopback ? "That works on one computer only." : "Serve the resource over https.")
        }
        if url.fragment != nil {
            report(
                .resourceURL, at: value, "“resource” has a fragment (#).",
                hint: "Leave it out (RFC 8707 section 2).")
        }
        if let problem = Self.formProblem(of: url) {
            report(.resourceForm, at: value, "“resource” \(problem.what).", hint: problem.hint)
        }
        checkResourcePlace(value, url)
    }

    /// What makes a URL hard to compare byte by byte.
    static func formProblem(of url: WebAddress) -> (what: String, hint: String)? {
        if url.writtenHost != url.host || !url.text.hasPrefix(url.scheme) {
            return (
                "has upper-case letters in scheme or host", "Write both in lower case, here and wherever it is named."
            )
        }
        if url.query != nil {
            return ("has a query", "Leave it out: clients that add or drop it find no metadata.")
        }
        if url.path.hasSuffix("/") {
            return ("ends with a slash", "Leave it out, unless clients really are given the address with it.")
        }
        if url.port == 443, url.scheme == "https" { return ("names port 443", "Leave the port out.") }
        return nil
    }

    /// The document is at the resource's own address, with the well-known path put in front of its path.
    private mutating func checkResourcePlace(_ value: LocatedValue, _ url: WebAddress) {
        let wellKnown = "/.well-known/oauth-protected-resource"
        guard let place = fetchedFrom, place.path.hasPrefix(wellKnown) else { return }
        let path = String(place.path.dropFirst(wellKnown.count))
        if url.origin != place.origin {
            report(
                .resourceMismatch, at: value, "“resource” is on another host than this document.",
                hint: "It must be \(place.origin)\(path), the address that clients were given.")
        } else if !path.isEmpty, url.path != path {
            report(
                .resourceMismatch, at: value, "“resource” is another address than the one this document is for.",
                hint: "It must be \(place.origin)\(path), byte for byte; clients refuse any other.")
        }
    }

    private mutating func checkAuthorizationServers(_ root: LocatedValue) {
        guard let servers = root["authorization_servers"], servers.kind != .array || servers.count > 0 else {
            return report(
                .resourceServers, at: root["authorization_servers"] ?? root,
                "No authorization server is named.",
                hint: "Name the issuer: \"authorization_servers\": [\"https://auth.example.com\"].")
        }
        for server in servers.elements {
            if let text = server.string { checkIssuer(text, at: server, "This authorization server") }
        }
    }

    /// An issuer identifier (RFC 8414 section 2), wherever it is written.
    mutating func checkIssuer(_ text: String, at value: LocatedValue, _ subject: String) {
        guard let url = WebAddress(text), url.scheme == "https" || url.scheme == "http" else {
            return report(
                .issuerURL, at: value, "\(subject) is not a whole URL.", hint: "Write https://, host and path.")
        }
        if url.path.contains("/.well-known/") {
            return report(
                .issuerURL, at: value, "\(subject) is the address of the metadata, not the issuer.",
                hint: "Write the value of “issuer” that stands in that document.")
        }
        if url.query != nil || url.fragment != nil {
            report(
                .issuerURL, at: value, "\(subject) has a \(url.query != nil ? "query (?)" : "fragment (#)").",
                hint: "Leave it out (RFC 8414 section 2).")
        }
        if url.scheme == "http" {
            report(
                .issuerURL, at: value, severity: url.isLoopback ? .warning : .error, "\(subject) is http, not https.",
                hint: url.isLoopback ? "That works on one computer only." : "Serve it over https.")
        }
        if url.writtenHost != url.host || !text.hasPrefix(url.scheme) {
            report(
                .issuerForm, at: value, severity: .warning, "\(subject) has upper-case letters in scheme or host.",
                hint: "Write both in lower case everywhere: clients compare byte by byte.")
        } else if url.path.hasSuffix("/") {
            report(
                .issuerForm, at: value, "\(subject) ends with a slash.",
                hint: "That is allowed; write it so in every place: issuer, authorization_servers, iss, and tokens.")
        }
    }
}
