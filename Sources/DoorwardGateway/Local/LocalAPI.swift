public import NIOCore

/// Handlers in the gate's own process, called for requests that the gate has let through.
public protocol LocalAPI: Sendable {
    /// Answers a request by writing to `writer`: the head once, then the body, then the end.
    ///
    /// An error thrown before the head is written becomes a 500, after it an aborted connection.
    func respond(to request: LocalRequest, writer: LocalResponseWriter) async throws
}

/// A request that the gate has let through, with the fields that the API may see.
public struct LocalRequest: Sendable {
    /// Upper-case.
    public let method: String
    /// The canonical path, and the query behind a question mark where there is one.
    public let target: String
    /// Header fields in order, as an API behind the network would get them (without `Authorization`, with
    /// `Doorward-Subject` and the like). Names as they came or lower-case.
    public let fields: [(name: String, value: String)]
    /// The whole body.
    public let body: ByteBuffer
}

/// Writes the answer to one ``LocalRequest``. Its calls wait while the caller is slow to read.
public struct LocalResponseWriter: Sendable {
    private let exchange: NIOLoopBound<LocalExchange>
    private let eventLoop: any EventLoop

    init(_ exchange: NIOLoopBound<LocalExchange>, on eventLoop: any EventLoop) {
        self.exchange = exchange
        self.eventLoop = eventLoop
    }

    /// Writes the head.
    ///
    /// - Throws: `CancellationError` when the caller is gone.
    public func writeHead(status: Int, fields: [(name: String, value: String)]) async throws {
        let exchange = exchange
        try await eventLoop.submit { try exchange.value.writeHead(status: status, fields: fields) }.get()
    }

    /// Writes a piece of the body.
    ///
    /// - Throws: `CancellationError` when the caller is gone.
    public func write(_ piece: ByteBuffer) async throws {
        let exchange = exchange
        try await eventLoop.flatSubmit { exchange.value.write(piece) }.get()
    }

    /// Ends the answer.
    public func finish() async throws {
        let exchange = exchange
        try await eventLoop.submit { try exchange.value.finish() }.get()
    }
}
