/// A strict reader of HTTP/1.1 answers (RFC 9112): what a browser forgives is an error here.
struct ResponseReader {
    struct Malformed: Error, CustomStringConvertible { let description: String }

    enum Framing: Equatable {
        case none
        case length(Int)
        case chunked, untilClose
    }

    let connection: RawConnection

    /// The next final answer, with interim ones skipped; `nil` where the connection closed before a byte of one.
    func response(to method: String = "GET") throws -> Response? {
        while let response = try head() {
            if response.status >= 200 { return try finish(response, method) }
        }
        return nil
    }

    /// The next head, interim or final; `nil` where the connection closed before a byte of it.
    func head() throws -> Response? {
        guard let first = try line(closedIsNil: true) else { return nil }
        let parts = first.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "HTTP/1.1", parts[1].count == 3, let status = Int(parts[1]), status >= 100
        else { throw Malformed(description: "status line \(first.debugDescription)") }
        return Response(status: status, headers: try fields())
    }

    func finish(_ head: Response, _ method: String) throws -> Response {
        var response = head
        let framing = try Self.framing(of: head, to: method)
        while let piece = try bodyPart(framing, have: response.body.count) { response.body += piece }
        if framing == .chunked { response.trailers = try fields() }
        return response
    }

    /// The next piece of a body of which `have` bytes were taken before; `nil` at its end.
    func bodyPart(_ framing: Framing, have: Int) throws -> [UInt8]? {
        switch framing {
        case .none: return nil
        case .length(let total):
            guard have < total else { return nil }
            if connection.buffer.isEmpty, try !connection.fill(), connection.buffer.isEmpty {
                throw Malformed(description: "closed after \(have) of \(total) body bytes")
            }
            return connection.take(min(total - have, connection.buffer.count))
        case .untilClose:
            while connection.buffer.isEmpty { guard try connection.fill() else { return nil } }
            return connection.take(connection.buffer.count)
        case .chunked: return try chunk()
        }
    }

    static func framing(of head: Response, to method: String) throws -> Framing {
        let lengths = head.values("Content-Length")
        let codings = head.values("Transfer-Encoding")
        if method == "HEAD" || head.status < 200 || head.status == 204 || head.status == 304 { return .none }
        if !codings.isEmpty {
            guard lengths.isEmpty, codings.map({ $0.lowercased() }) == ["chunked"] else {
                throw Malformed(description: "Transfer-Encoding \(codings) with Content-Length \(lengths)")
            }
            return .chunked
        }
        guard !lengths.isEmpty else { return .untilClose }
        guard lengths.count == 1, lengths[0].utf8.allSatisfy({ 48...57 ~= $0 }), let total = Int(lengths[0]) else {
            throw Malformed(description: "Content-Length \(lengths)")
        }
        return .length(total)
    }

    private func chunk() throws -> [UInt8]? {
        let size = try line() ?? ""
        guard let count = Int(size, radix: 16), count >= 0, !size.hasPrefix("+"), !size.hasPrefix("-") else {
            throw Malformed(description: "chunk size \(size.debugDescription)")
        }
        if count == 0 { return nil }
        while connection.buffer.count < count + 2 {
            guard try connection.fill() || connection.buffer.count >= count + 2 else {
                throw Malformed(description: "closed within a chunk")
            }
        }
        let data = connection.take(count)
        guard connection.take(2) == [13, 10] else { throw Malformed(description: "chunk without its line end") }
        return data
    }

    private func fields() throws -> [(name: String, value: String)] {
        var found: [(name: String, value: String)] = []
        while let text = try line(), !text.isEmpty {
            guard let colon = text.firstIndex(of: ":"), colon > text.startIndex,
                text[..<colon].utf8.allSatisfy(Self.isTokenByte)
            else { throw Malformed(description: "header line \(text.debugDescription)") }
            found.append((String(text[..<colon]), text[text.index(after: colon)...].trimmed))
        }
        return found
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122: true
        default: Array("!#$%&'*+-.^_`|~".utf8).contains(byte)
        }
    }

    private func line(closedIsNil: Bool = false) throws -> String? {
        var from = 0
        while true {
            if let end = connection.buffer[from...].firstIndex(of: 10) {
                let bytes = connection.take(end + 1)
                guard bytes.count >= 2, bytes[bytes.count - 2] == 13,
                    !bytes.dropLast(2).contains(where: { $0 == 13 || $0 == 0 })
                else { throw Malformed(description: "line \(String(decoding: bytes, as: UTF8.self).debugDescription)") }
                return String(decoding: bytes.dropLast(2), as: UTF8.self)
            }
            from = connection.buffer.count
            if try !connection.fill() {
                if connection.buffer.contains(10) { continue }
                if closedIsNil, connection.buffer.isEmpty { return nil }
                throw Malformed(description: "closed within a line")
            }
        }
    }
}
