/// Reads what a trusted proxy says about the request it passes on.
enum ForwardedFields {
    /// The client's address: the last element of `X-Forwarded-For` that is not itself a trusted proxy, else the peer.
    ///
    /// The list grows at its end, and only what a trusted peer appended is worth believing.
    static func client(
        _ head: RequestHead, in bytes: UnsafeRawBufferPointer, peer: PeerAddress, trusts: (PeerAddress) -> Bool
    ) -> String {
        guard head.first(.xForwardedFor) != nil, trusts(peer) else { return peer.text }
        var elements: [String] = []
        for field in head.fields where field.name == .xForwardedFor {
            ListGrammar.forEachElement(of: bytes[slice: field.valueRange]) { element in
                elements.append(String(decoding: element, as: UTF8.self))
            }
        }
        var client = peer.text
        for element in elements.reversed() {
            guard let address = PeerAddress(parsing: element) else { return peer.text }
            client = address.text
            if !trusts(address) { break }
        }
        return client
    }

    /// The public origin that a trusted proxy says it was reached at; `Host` over http where it says nothing.
    static func origin(_ head: RequestHead, in bytes: UnsafeRawBufferPointer, isTrusted: Bool) -> PublicOrigin? {
        func value(_ name: FieldName) -> UnsafeRawBufferPointer? {
            guard let field = head.first(name) else { return nil }
            var first: UnsafeRawBufferPointer?
            ListGrammar.forEachElement(of: bytes[slice: field.valueRange]) { if first == nil { first = $0 } }
            return first
        }
        var forwardedHost = isTrusted ? value(.xForwardedHost) : nil
        if let claimed = forwardedHost, !AuthorityGrammar.isValid(claimed) { forwardedHost = nil }
        guard let host = forwardedHost ?? head.first(.host).map({ bytes[slice: $0.valueRange] }),
            AuthorityGrammar.isValid(host)
        else { return nil }
        var proto = "http"
        if isTrusted, let forwarded = value(.xForwardedProto), forwarded.equalsIgnoringCase("https") { proto = "https" }
        return PublicOrigin(proto: proto, host: String(decoding: host.map(ByteClass.lowercased), as: UTF8.self))
    }

    /// An address as a node of the `Forwarded` field (RFC 7239 §6).
    static func writeNode(_ address: String, to writer: inout ByteWriter) {
        guard address.utf8.contains(ByteClass.colon) else { return writer.writeString(address) }
        writer.write("\"[")
        writer.writeString(address)
        writer.write("]\"")
    }
}

/// A scheme and an authority.
struct PublicOrigin {
    let proto: String
    let host: String

    init(proto: String, host: String) {
        self.proto = proto
        self.host = host
    }

    /// Splits `https://host`.
    init?(_ text: String) {
        guard let separator = text.firstRange(of: "://") else { return nil }
        self.init(proto: String(text[..<separator.lowerBound]), host: String(text[separator.upperBound...]))
    }

    var text: String { "\(proto)://\(host)" }

    var hostWithoutPort: String {
        guard let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") else { return host }
        return String(host[..<colon])
    }
}
