internal import DoorwardDocuments

/// The servers that an OpenAPI document names.
struct ServerList {
    /// As absolute URLs, variables replaced by their defaults.
    let addresses: [WebAddress]
    /// Where a client calls the API, without a slash at its end.
    let base: String
    /// Whether none of the servers can be used, and the document's host is taken instead.
    let isFallback: Bool

    /// The first server that importers take; else, what serves the document.
    ///
    /// - Parameter root: the host that servers must be or be under, with https on port 443; nil when any will do that
    ///   is public: https, without a port, in lower case. Next to a document at localhost, servers there will do, too.
    init(of document: JSONValue, at address: WebAddress, root: String?) {
        addresses = (document["servers"]?.arrayValue ?? []).compactMap { server in
            guard let url = server["url"]?.stringValue else { return nil }
            return address.resolving(Self.filled(url, server["variables"]))
        }
        let chosen = addresses.first { server in
            if let root, !server.isHost(equalToOrUnder: root) { return false }
            // A faulty address gets no call, for calls carry secrets.
            if address.isLoopback, server.isLoopback { return ["http", "https"].contains(server.scheme) }
            return root == nil ? Self.isPublic(server) : server.scheme == "https" && server.effectivePort == 443
        }
        isFallback = chosen == nil && !addresses.isEmpty
        base = Self.base(chosen ?? address.resolving("/") ?? address)
    }

    private static func isPublic(_ server: WebAddress) -> Bool {
        server.scheme == "https" && server.port == nil && server.writtenHost == server.host && !server.isLoopback
            && !NetworkAddress.isPrivate(server.host)
    }

    /// Origin and path of a server, without a slash at the end.
    static func base(_ server: WebAddress) -> String {
        var path = server.path[...]
        while path.last == "/" { path = path.dropLast() }
        return server.origin + path
    }

    private static func filled(_ url: String, _ variables: JSONValue?) -> String {
        var text = ""
        var rest = url[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            text += variables?[String(rest[rest.index(after: open)..<close])]?["default"]?.stringValue ?? ""
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }
}
