import Glibc

/// A small HTTP server within the tests: one request for each connection, answered by a closure.
final class LoopbackServer: Sendable {
    struct Request: Sendable {
        let method: String
        let target: String
        let headers: [(name: String, value: String)]
        let body: String

        func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
    }

    struct Answer: Sendable {
        var status = 200
        var type = "application/json"
        var body: String
    }

    let port: Int
    private let listener: Int32
    private let crowd = Locked<Crowd?>(nil)
    private let seen = Locked<[Request]>([])

    init(_ answer: @escaping @Sendable (Request) -> Answer?) throws {
        port = try FreePort.take()
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var one: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        let address = LoopbackAddress(port: UInt16(port), isIPv6: false)
        guard listener >= 0, address.with({ bind(listener, $0, $1) }) == 0, listen(listener, 64) == 0 else {
            throw Failure.system("listen")
        }
        let started = Crowd(4) { [weak self, listener] _ in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                self?.serve(connection, answer)
                close(connection)
            }
        }
        crowd.withLock { $0 = started }
    }

    func end() {
        shutdown(listener, Int32(SHUT_RDWR))
        crowd.withLock { $0 }?.join()
        close(listener)
    }

    var address: String { "http://127.0.0.1:\(port)" }

    /// What it was asked so far.
    var requests: [Request] { seen.withLock { $0 } }

    func count(_ path: String) -> Int { requests.filter { $0.target.hasPrefix(path) }.count }

    private func serve(_ connection: Int32, _ answer: (Request) -> Answer?) {
        guard let request = read(connection) else { return }
        seen.withLock { $0.append(request) }
        // Nothing: it hangs up, as a server that fails does.
        guard let answer = answer(request) else { return }
        let text =
            "HTTP/1.1 \(answer.status) Answer\r\nContent-Type: \(answer.type)\r\nConnection: close\r\n"
            + "Content-Length: \(answer.body.utf8.count)\r\n\r\n\(answer.body)"
        _ = Array(text.utf8).withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    private func read(_ connection: Int32) -> Request? {
        var time = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = recv(connection, &piece, piece.count, 0)
            guard count > 0 else { return nil }
            bytes += piece[..<count]
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.firstRange(of: "\r\n\r\n") else { continue }
            var lines = text[..<end.lowerBound].split(separator: "\r\n")[...]
            let first = lines.removeFirst().split(separator: " ")
            guard first.count == 3 else { return nil }
            let headers = lines.compactMap { line -> (name: String, value: String)? in
                guard let colon = line.firstIndex(of: ":") else { return nil }
                return (String(line[..<colon]), line[line.index(after: colon)...].trimmed)
            }
            let request = Request(
                method: String(first[0]), target: String(first[1]), headers: headers,
                body: String(text[end.upperBound...]))
            if request.body.utf8.count >= request.header("Content-Length").flatMap({ Int($0) }) ?? 0 { return request }
        }
    }
}
