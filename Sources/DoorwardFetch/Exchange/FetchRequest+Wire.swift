extension FetchRequest {
    /// Fields that belong to the fetcher: they would change how the message is framed or what comes back.
    private static let ownFields: Set<String> = [
        "accept-encoding", "connection", "content-length", "expect", "host", "keep-alive", "proxy-connection", "te",
        "trailer", "transfer-encoding", "upgrade", "user-agent",
    ]

    /// The request as HTTP/1.1 has it (RFC 9112 section 2.1).
    ///
    /// - Throws: ``FetchFailure/refusedAddress(_:)`` when a method or field could not be sent as what it is.
    func wire(to address: FetchAddress, product: String) throws(FetchFailure) -> [UInt8] {
        guard !method.isEmpty, method.utf8.allSatisfy({ (0x41...0x5A).contains($0) }), method != "CONNECT" else {
            throw .refusedAddress("the method is not one of capital letters")
        }
        var text = "\(method) \(address.target) HTTP/1.1\r\nHost: \(address.authority)\r\n"
        text += "User-Agent: \(product)\r\nAccept-Encoding: identity\r\nConnection: close\r\n"
        for field in fields {
            guard FieldGrammar.isToken(field.name.utf8), !Self.ownFields.contains(field.name.lowercased()) else {
                throw .refusedAddress("a field of the request is the fetcher's own, or has no name that can be sent")
            }
            guard FieldGrammar.isValue(field.value.utf8) else {
                throw .refusedAddress("the request's field \(field.name) has a value that cannot be sent")
            }
            text += "\(field.name): \(field.value)\r\n"
        }
        if !body.isEmpty || ["POST", "PUT", "PATCH"].contains(method) { text += "Content-Length: \(body.count)\r\n" }
        return Array(text.utf8) + Array("\r\n".utf8) + body
    }
}
