internal import DoorwardDocuments
internal import DoorwardGateway
internal import DoorwardSecrets
internal import Logging
internal import NIOCore

/// Serves the metrics on a listener of their own: a second, small gate whose one operation is `GET /metrics`.
enum MetricsListener {
    /// Starts it where the configuration wants it.
    ///
    /// A port that is taken stops the start only where the configuration names the address: the default must not make a
    /// second instance on one machine impossible.
    static func start(
        for door: Door, configuration: DoorwardConfiguration, origin: String, logger: Logger, sink: any LogSink
    ) async throws(StartFailure) -> Gate? {
        guard let listen = configuration.metrics.listen else { return nil }
        do {
            let policy = GatePolicy(
                documents: [],
                operations: [
                    OpenAPIOperation(method: "GET", path: try PathTemplate("/metrics"), operationID: "metrics")
                ],
                authenticator: .none, authenticationName: "none", upstream: .local(MetricsAPI(door: door)),
                publicOrigin: "http://\(listen)")
            let gate = try await Gate.start(
                policy, host: listen.host, port: listen.port, threads: 1, log: (.json, SilentSink()))
            logger.notice("metrics on http://\(gate.address.map(SystemWords.address) ?? "\(listen)")/metrics")
            return gate
        } catch {
            let problem = "metrics.listen: \(listen): \(SystemWords.for(error))"
            guard listen == DoorwardConfiguration.Metrics().listen else { throw StartFailure(.failure, [problem]) }
            logger.warning("\(problem); going on without metrics (say metrics.listen: off, or another port)")
            return nil
        }
    }
}

/// Takes lines nobody reads: scrapes of metrics are not requests of callers.
struct SilentSink: LogSink {
    func write(_ lines: [UInt8]) {}
}

private struct MetricsAPI: LocalAPI {
    let door: Door

    func respond(to request: LocalRequest, writer: LocalResponseWriter) async throws {
        let body = ByteBuffer(string: await door.metricsText())
        try await writer.writeHead(
            status: 200,
            fields: [("content-type", PrometheusText.contentType), ("content-length", String(body.readableBytes))])
        try await writer.write(body)
        try await writer.finish()
    }
}
