import Testing

/// Bytes that no gate may act upon, and what it may do with them instead.
struct HostileRequest: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    /// The statuses it may be refused with; closing without an answer is always allowed.
    var statuses: Set<Int> = [400, 404, 405, 408, 413, 414, 431, 501, 505]
    /// How many good requests come before the hostile part, and are answered with 200 and reach the upstream.
    var good = 0
    /// The sender says it is done after the last byte.
    var halfClose = false
    /// What is wrong comes after the head: the upstream may see a head, but never a whole request.
    var inBody = false

    var testDescription: String { name }

    init(_ name: String, _ text: String, _ statuses: Set<Int>? = nil) {
        self.init(name, bytes: Array(text.utf8), statuses)
    }

    init(_ name: String, bytes: [UInt8], _ statuses: Set<Int>? = nil) {
        self.name = name
        self.bytes = bytes
        if let statuses { self.statuses = statuses }
    }

    /// A request that is well formed but for the header lines given.
    static func lines(_ name: String, _ lines: String, body: String = "", _ statuses: Set<Int>? = nil) -> Self {
        Self(name, "POST /echo HTTP/1.1\r\nHost: api.example.com\r\n\(lines)\r\n\r\n\(body)", statuses)
    }

    /// A request that is well formed but for its target.
    static func target(_ name: String, _ target: String, _ statuses: Set<Int>? = nil) -> Self {
        Self(name, "GET \(target) HTTP/1.1\r\nHost: api.example.com\r\n\r\n", statuses)
    }

    /// A good head, and a body in the chunked coding that is not.
    static func chunked(_ name: String, _ body: String) -> Self {
        var request = Self.lines(name, "Transfer-Encoding: chunked", body: body)
        request.inBody = true
        return request
    }

    func afterGood(_ count: Int) -> Self {
        let good = Array("GET /hello HTTP/1.1\r\nHost: api.example.com\r\n\r\n".utf8)
        var copy = Self(name, bytes: (0..<count).flatMap { _ in good } + bytes, statuses)
        copy.good = count
        copy.inBody = inBody
        copy.halfClose = halfClose
        return copy
    }

    func halfClosing(inBody: Bool = false) -> Self {
        var copy = self
        copy.halfClose = true
        copy.inBody = inBody
        return copy
    }
}
