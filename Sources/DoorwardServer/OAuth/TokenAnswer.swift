import DoorwardOAuth

/// The answer of the token endpoint (RFC 6749 §5.1), written byte by byte: nothing in it needs escaping.
enum TokenAnswer {
    /// - Parameters:
    ///   - accessToken: in ASCII.
    ///   - isBound: whether it is bound to a key (RFC 9449 §5).
    ///   - scopes: always said, since it may differ from what was asked for.
    static func response(
        accessToken: [UInt8], isBound: Bool, lifetime: Int64, refreshToken: String?, scopes: [String]
    ) -> EndpointResponse {
        var body: [UInt8] = []
        body.reserveCapacity(accessToken.count + 192)
        body.append(contentsOf: #"{"access_token":""#.utf8)
        body.append(contentsOf: accessToken)
        body.append(contentsOf: #"","token_type":""#.utf8)
        body.append(contentsOf: (isBound ? "DPoP" : "bearer").utf8)
        body.append(contentsOf: #"","expires_in":"#.utf8)
        body.append(contentsOf: String(lifetime).utf8)
        if let refreshToken {
            body.append(contentsOf: #","refresh_token":""#.utf8)
            body.append(contentsOf: refreshToken.utf8)
            body.append(UInt8(ascii: "\""))
        }
        body.append(contentsOf: #","scope":""#.utf8)
        for (index, scope) in scopes.enumerated() {
            if index > 0 { body.append(UInt8(ascii: " ")) }
            body.append(contentsOf: scope.utf8)
        }
        body.append(contentsOf: #""}"#.utf8)
        return MachineAnswer.json(body)
    }
}
