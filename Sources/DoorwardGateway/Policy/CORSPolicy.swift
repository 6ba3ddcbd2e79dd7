/// Which web pages may call (the Fetch standard's CORS protocol), answered by the gate and never by the API behind it.
struct CORSPolicy: Sendable {
    private struct Origin: Sendable {
        let origin: [UInt8]
        /// The fields of an answer to a page of this origin, as complete lines.
        let fields: [UInt8]
    }

    private let origins: [Origin]
    private let allowedHeaders: [UInt8]

    /// The lines that every answer carries when the answer could depend on the origin.
    static let varyOnly = Array("vary: origin\r\n".utf8)

    /// - Parameters:
    ///   - origins: serialized origins, `https://chatgpt.com`; never `*`, since credentials are allowed.
    ///   - credentialHeader: a header of one's own that carries the credential, lower-case.
    ///   - hasProofs: whether callers may prove that they have a key (RFC 9449), and must see what is asked of them then.
    init(origins: [String], credentialHeader: String? = nil, hasProofs: Bool = false) {
        let exposed = hasProofs ? "x-request-id, dpop-nonce, www-authenticate" : "x-request-id"
        self.origins = origins.map { origin in
            let fields =
                "access-control-allow-origin: \(origin)\r\naccess-control-allow-credentials: true\r\n"
                + "access-control-expose-headers: \(exposed)\r\nvary: origin\r\n"
            return Origin(origin: Array(origin.utf8), fields: Array(fields.utf8))
        }
        var headers = [
            "authorization", "content-type", "accept", "openai-conversation-id", "openai-ephemeral-user-id",
            "openai-gpt-id", "openai-subdivision-1-iso-code", "traceparent", "tracestate",
        ]
        if let credentialHeader { headers.append(credentialHeader) }
        if hasProofs { headers.append("dpop") }
        allowedHeaders = Array(headers.joined(separator: ", ").utf8)
    }

    var isEnabled: Bool { !origins.isEmpty }

    /// The lines for an answer to a request that came with this origin; ``varyOnly`` for all other requests, nothing when CORS
    /// is off.
    func fields(for origin: UnsafeRawBufferPointer?) -> [UInt8] {
        guard isEnabled else { return [] }
        if let origin {
            for candidate in origins where candidate.origin.count == origin.count {
                if candidate.origin.withUnsafeBytes({ $0.elementsEqual(origin) }) { return candidate.fields }
            }
        }
        return Self.varyOnly
    }

    /// Whether pages of this origin may call.
    func allows(_ origin: UnsafeRawBufferPointer) -> Bool {
        origins.contains { $0.origin.withUnsafeBytes { $0.elementsEqual(origin) } }
    }

    /// The further lines of the answer to an allowed preflight request.
    ///
    /// - Parameters:
    ///   - allow: the methods of the path.
    ///   - requested: the value of `Access-Control-Request-Headers`. Any `openai-` field in it is allowed too.
    func preflightFields(allow: String, requested: UnsafeRawBufferPointer?, privateNetwork: Bool) -> [UInt8] {
        var fields = Array("access-control-allow-methods: \(allow)\r\naccess-control-allow-headers: ".utf8)
        fields += allowedHeaders
        if let requested {
            ListGrammar.forEachElement(of: requested) { element in
                guard element.count > 7, element.count <= 64, element[slice: 0..<7].equalsIgnoringCase("openai-"),
                    element.allSatisfy(ByteClass.isToken)
                else { return }
                fields += [ByteClass.comma, ByteClass.space]
                fields += element.map(ByteClass.lowercased)
            }
        }
        fields += Array("\r\naccess-control-max-age: 600\r\n".utf8)
        // A page on the internet that calls this machine (the quickstart's localhost plugin) is asked about separately.
        if privateNetwork { fields += Array("access-control-allow-private-network: true\r\n".utf8) }
        return fields
    }
}
