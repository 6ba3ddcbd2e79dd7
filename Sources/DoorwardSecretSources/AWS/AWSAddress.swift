/// The parts of an absolute address that a signature is made of.
struct AWSAddress {
    let scheme: Substring
    /// Host and port as they stand in `Host`: without the port that the scheme has anyway.
    let host: String
    /// From the first slash on; empty when there is none.
    let path: Substring
    /// What follows the question mark.
    let query: Substring

    init(_ url: String) {
        let separator = url.firstRange(of: "://")
        scheme = url[..<(separator?.lowerBound ?? url.startIndex)]
        let rest = url[(separator?.upperBound ?? url.startIndex)...]
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        var authority = rest[..<end]
        let usual = scheme == "https" ? ":443" : ":80"
        if authority.hasSuffix(usual) {
            let name = authority.dropLast(usual.count)
            if !name.contains(":") || name.hasSuffix("]") { authority = name }
        }
        host = String(authority)
        let mark = rest[end...].firstIndex(of: "?") ?? rest.endIndex
        path = rest[end..<mark]
        query = rest[mark...].dropFirst()
    }

    /// The name or number of the host, without port and brackets; `nil` when the address could be read in two ways.
    var plainHost: String? {
        let isIPv6 = host.hasPrefix("[")
        let end = host.lastIndex(of: isIPv6 ? "]" : ":") ?? host.endIndex
        let name = isIPv6 ? host[..<end].dropFirst() : host[..<end]
        let port = host[end...].drop { $0 == "]" || $0 == ":" }
        guard !name.isEmpty, port.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let isFine = name.utf8.allSatisfy { byte in
            isIPv6
                ? byte == UInt8(ascii: ":") || byte != UInt8(ascii: ".") && PercentEncoding.isUnreserved(byte)
                : PercentEncoding.isUnreserved(byte)
        }
        return isFine ? name.lowercased() : nil
    }
}
