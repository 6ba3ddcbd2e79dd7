import Glibc

/// An API that answers at once, but for its OpenAPI document, which takes as long as the test says.
final class SlowDocumentUpstream: Sendable {
    let port: Int
    private let listener: Int32
    private let state = Locked(State())
    private let crowd = Locked<Crowd?>(nil)

    private struct State {
        var delays: [Duration] = []
        var begun = 0
        var answered = 0
    }

    init() throws {
        port = try FreePort.take()
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let address = LoopbackAddress(port: UInt16(port), isIPv6: false)
        guard listener >= 0, address.with({ bind(listener, $0, $1) }) == 0, listen(listener, 64) == 0 else {
            throw Failure.system("listen")
        }
        let started = Crowd(6) { [weak self, listener] _ in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                self?.answer(connection)
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

    /// How long the next documents take, in turn; those after them take no time.
    func delay(_ delays: Duration...) { state.withLock { $0.delays = delays } }

    /// How often the document was asked for, and answered.
    var begun: Int { state.withLock { $0.begun } }
    var answered: Int { state.withLock { $0.answered } }

    private func answer(_ connection: Int32) {
        var head: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4_096)
        while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
            let count = recv(connection, &piece, piece.count, 0)
            guard count > 0 else { return }
            head += piece[..<count]
        }
        let isDocument = head.starts(with: Array("GET /openapi.json".utf8))
        if isDocument {
            let delay = state.withLock { state in
                state.begun += 1
                return state.delays.isEmpty ? Duration.zero : state.delays.removeFirst()
            }
            usleep(UInt32(delay / .microseconds(1)))
        }
        let body = isDocument ? TLSUpstream.document : "{}"
        let answer =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        _ = Array(answer.utf8).withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        if isDocument { state.withLock { $0.answered += 1 } }
    }
}
