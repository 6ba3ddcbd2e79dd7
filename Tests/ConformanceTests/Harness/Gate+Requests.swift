import Glibc

extension Gate {
    typealias Headers = [(String, String)]

    /// One request on a connection of its own, and its final answer.
    func request(
        _ method: String, _ target: String, _ headers: Headers = [], body: [UInt8]? = nil, port: Int? = nil
    ) throws -> Response {
        let connection = try port.map { try RawConnection(port: $0) } ?? connect()
        let sent = try connection.send(Self.bytes(method, target, headers, body: body))
        guard let answer = try ResponseReader(connection: connection).response(to: method) else {
            throw Failure("\(method) \(target): closed without an answer, after \(sent) bytes were sent")
        }
        return answer
    }

    /// A new connection to the gate.
    func connect(patience: Duration = .seconds(15)) throws -> RawConnection {
        try RawConnection(port: port, isIPv6: configuration.isIPv6, patience: patience)
    }

    func get(_ target: String, _ headers: Headers = []) throws -> Response { try request("GET", target, headers) }

    /// The request as the upstream received it through `/echo`, the gate's secret given.
    func echo(
        _ method: String = "GET", _ target: String = "/echo", _ headers: Headers = [], body: [UInt8]? = nil
    ) throws -> Echo {
        let answer = try request(method, target, [bearer] + headers, body: body)
        guard answer.status == 200 else { throw Failure("\(method) \(target): \(answer.status) \(answer.text)") }
        return try Echo(answer.json())
    }

    /// A request's bytes: `Host: api.example.com` unless another is given, and a length for a body.
    static func bytes(_ method: String, _ target: String, _ headers: Headers, body: [UInt8]? = nil) -> [UInt8] {
        var head = "\(method) \(target) HTTP/1.1\r\n"
        let given = Set(headers.map { $0.0.lowercased() })
        if !given.contains("host") { head += "Host: api.example.com\r\n" }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if let body, !given.contains("transfer-encoding"), !given.contains("content-length") {
            head += "Content-Length: \(body.count)\r\n"
        }
        return Array((head + "\r\n").utf8) + (body ?? [])
    }

    /// Tries `check` until it holds, for `limit` at the most; answers whether it came to hold.
    ///
    /// It keeps its thread while it waits: another test on it would make `limit` meaningless.
    func eventually(_ limit: Duration = .seconds(5), _ check: () throws -> Bool) throws -> Bool {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if try check() { return true }
            usleep(20_000)
        }
        return try check()
    }
}

/// A request as the upstream saw it.
struct Echo {
    let method: String
    let target: String
    let headers: [(name: String, value: String)]
    let length: Int
    let sha256: String
    let trailers: [(name: String, value: String)]

    init(_ json: JSONValue) throws {
        guard let method = json["method"]?.string, let target = json["target"]?.string,
            let length = json["length"]?.int, let sha256 = json["sha256"]?.string
        else { throw Failure("not an echo: \(json)") }
        self.method = method
        self.target = target
        self.length = length
        self.sha256 = sha256
        headers = Self.pairs(json["headers"])
        trailers = Self.pairs(json["trailers"])
    }

    func values(_ name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    private static func pairs(_ json: JSONValue?) -> [(name: String, value: String)] {
        (json?.array ?? []).map { ($0[0]?.string ?? "", $0[1]?.string ?? "") }
    }
}
