internal import DoorwardDocuments

/// What an external authorization server says of itself (RFC 8414 §2, OpenID Connect Discovery §3).
struct IssuerMetadata: Sendable, Equatable {
    let issuer: String
    var authorizationEndpoint: String?
    var tokenEndpoint: String?
    var jwksURL: String?
    var introspectionEndpoint: String?

    init(issuer: String) { self.issuer = issuer }

    /// Reads a metadata document.
    ///
    /// - Throws: what is wrong with it, as a sentence's end.
    init(parsing bytes: [UInt8], issuer: String) throws(IssuerProblem) {
        guard let document = try? JSONValue(parsing: bytes), document.objectValue != nil else {
            throw IssuerProblem("is not a JSON object")
        }
        // Byte for byte: a document of another issuer would vouch for its own keys (RFC 8414 §3.3).
        guard document["issuer"]?.stringValue == issuer else {
            throw IssuerProblem(
                "names the issuer '\(document["issuer"]?.stringValue?.prefix(200) ?? "")', not '\(issuer)'; "
                    + "oauth.issuer must be written exactly as there")
        }
        self.issuer = issuer
        authorizationEndpoint = document["authorization_endpoint"]?.stringValue
        tokenEndpoint = document["token_endpoint"]?.stringValue
        jwksURL = document["jwks_uri"]?.stringValue
        introspectionEndpoint = document["introspection_endpoint"]?.stringValue
        for url in [authorizationEndpoint, tokenEndpoint, jwksURL, introspectionEndpoint].compactMap({ $0 })
        where !Self.isSafe(url, issuer: issuer) {
            throw IssuerProblem("names '\(url.prefix(200))', which is not an https address")
        }
    }

    /// Where the document may be: with the well-known part inserted before the issuer's path (RFC 8414 §3), or appended
    /// to it (OpenID Connect Discovery §4).
    static func addresses(of issuer: String) -> [String] {
        let trimmed = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        guard let scheme = trimmed.firstRange(of: "://") else { return [] }
        let rest = trimmed[scheme.upperBound...]
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let origin = String(trimmed[..<slash])
        let path = String(rest[slash...])
        var addresses = [
            "\(origin)/.well-known/oauth-authorization-server\(path)", "\(trimmed)/.well-known/openid-configuration",
        ]
        if !path.isEmpty { addresses.append("\(origin)/.well-known/openid-configuration\(path)") }
        return addresses
    }

    /// Https to a host without user information; plain http on this machine only where the issuer itself is there.
    static func isSafe(_ url: String, issuer: String) -> Bool {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), let scheme = url.firstRange(of: "://") else {
            return false
        }
        let authority = url[scheme.upperBound...].prefix { !"/?#\\".contains($0) }
        guard !authority.isEmpty, !authority.contains("@") else { return false }
        return url.hasPrefix("https://") || isLoopback(url) && isLoopback(issuer)
    }

    private static func isLoopback(_ url: String) -> Bool {
        ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { prefix in
            url.hasPrefix(prefix) && [":", "/", nil].contains(url.dropFirst(prefix.count).first)
        }
    }
}

/// What is wrong with an external authorization server, as the end of a sentence about it.
struct IssuerProblem: Error, Sendable, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
