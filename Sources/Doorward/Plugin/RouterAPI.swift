internal import DoorwardGateway
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore

/// Lets Hummingbird handlers answer what the gate lets through.
struct RouterAPI<Responder: HTTPResponder>: LocalAPI where Responder.Context == PluginRequestContext {
    let responder: Responder
    let logger: Logger

    func respond(to request: LocalRequest, writer: LocalResponseWriter) async throws {
        var fields = HTTPFields()
        var authority = ""
        var requestID = ""
        var authentication = "none"
        var subject: String?
        for (name, value) in request.fields {
            switch name.lowercased() {
            case "host": authority = value
            case "x-request-id": requestID = value
            case "doorward-auth": authentication = value
            case "doorward-subject": subject = value
            default: break
            }
            guard let name = HTTPField.Name(name) else { continue }
            fields.append(HTTPField(name: name, value: value))
        }
        // HEAD is GET whose body the gate keeps to itself (RFC 9110 §9.3.2).
        let method = request.method == "HEAD" ? .get : HTTPRequest.Method(rawValue: request.method) ?? .get
        let head = HTTPRequest(
            method: method, scheme: "http", authority: authority,
            path: request.target, headerFields: fields)
        var logger = logger
        logger[metadataKey: "hb.request.id"] = .string(requestID)
        let context = PluginRequestContext(
            source: .init(logger: logger, caller: PluginCaller(authentication: authentication, subject: subject)))
        let response = try await response(
            to: Request(head: head, body: RequestBody(buffer: request.body)), context: context)
        try await Self.send(response, to: writer)
    }

    /// An error that knows its answer is one; any other is the gate's to report.
    private func response(to request: Request, context: PluginRequestContext) async throws -> Response {
        do {
            return try await responder.respond(to: request, context: context)
        } catch let error as any HTTPResponseError {
            return try error.response(from: request, context: context)
        } catch {
            context.logger.error("the handler failed: \(type(of: error))")
            throw error
        }
    }

    private static func send(_ response: Response, to writer: LocalResponseWriter) async throws {
        var fields = response.headers.map { (name: $0.name.rawName, value: $0.value) }
        if response.headers[.contentLength] == nil, let length = response.body.contentLength {
            fields.append((name: "content-length", value: String(length)))
        }
        try await writer.writeHead(status: response.status.code, fields: fields)
        try await response.body.write(BodyWriter(writer: writer))
    }

    private struct BodyWriter: ResponseBodyWriter {
        let writer: LocalResponseWriter

        mutating func write(_ buffer: ByteBuffer) async throws { try await writer.write(buffer) }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws { try await writer.finish() }
    }
}
