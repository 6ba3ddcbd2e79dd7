internal import DoorwardDocuments

/// Where clients look for metadata.
enum DiscoveryAddresses {
    /// The protected resource's: with the resource's path behind the well-known one, then at the root (RFC 9728
    /// section 3.1).
    static func resourceMetadata(of resource: WebAddress) -> [String] {
        let root = resource.origin + "/.well-known/oauth-protected-resource"
        let path = withoutSlash(resource.path)
        return path.isEmpty ? [root] : [root + path, root]
    }

    /// The authorization server's, in the order in which clients ask: RFC 8414 section 3.1, then OpenID Connect with
    /// the path inserted, then OpenID Connect Discovery section 4.
    static func serverMetadata(of issuer: WebAddress) -> [String] {
        let path = withoutSlash(issuer.path)
        let inserted = ["oauth-authorization-server", "openid-configuration"].map {
            issuer.origin + "/.well-known/" + $0 + path
        }
        return path.isEmpty ? inserted : inserted + [issuer.origin + path + "/.well-known/openid-configuration"]
    }

    private static func withoutSlash(_ path: String) -> String {
        path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}
