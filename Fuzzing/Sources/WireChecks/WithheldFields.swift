/// Which of a request's fields must not reach the API as they came; written down a second time, from the contract and not from
/// the code that is checked.
enum WithheldFields {
    private static let names = Names(
        // RFC 9110 §7.6.1.
        "connection", "keep-alive", "proxy-connection", "upgrade", "te", "transfer-encoding", "proxy-authorization",
        "proxy-authenticate",
        // Written anew.
        "host", "content-length", "expect", "forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto",
        "via", "x-request-id", "traceparent", "tracestate",
        // Not to be believed.
        "authorization", "cookie", "x-real-ip", "doorward", "x-http-method-override", "x-http-method",
        "x-method-override", "x-original-url", "x-rewrite-url")

    private static let forwarded = Array("x-forwarded-".utf8)
    private static let doorward = Array("doorward-".utf8)
    private static let connection = Array("connection".utf8)

    /// - Parameter name: in lower case. Servers behind CGI read `_` as `-`.
    static func isWithheld(_ name: [UInt8]) -> Bool {
        let plain = name.map { $0 == 0x5F ? 0x2D : $0 }
        return names.contains(plain) || plain.starts(with: forwarded) || plain.starts(with: doorward)
    }

    /// The names that the `Connection` fields of a message list, in lower case.
    static func nominated(by fields: [WireMessage.Field]) -> [[UInt8]] {
        fields.filter { $0.key == connection }.flatMap { field in
            field.value.split(separator: 0x2C).map { element in
                WireMessage.Field(name: Array(element).trimmed, value: []).key
            }
        }
    }

    /// What is left of the cookies: all but Doorward's own.
    static func cookies(of value: [UInt8]) -> [UInt8]? {
        let pairs = value.split(separator: 0x3B).map { Array($0.drop { $0 == 0x20 || $0 == 0x09 }) }
        let kept = pairs.filter { pair in
            var name = WireMessage.Field(name: pair, value: []).key[...]
            for prefix in ["__host-", "__secure-"] where name.starts(with: prefix.utf8) {
                name = name.dropFirst(prefix.utf8.count)
            }
            return !pair.isEmpty && !name.starts(with: "doorward".utf8)
        }
        return kept.isEmpty ? nil : Array(kept.joined(separator: Array("; ".utf8)))
    }
}

/// Some field names in lower case.
struct Names {
    private let names: [[UInt8]]

    init(_ names: String...) { self.names = names.map { Array($0.utf8) } }

    func contains(_ name: [UInt8]) -> Bool {
        for known in names where known.count == name.count && known == name { return true }
        return false
    }
}
