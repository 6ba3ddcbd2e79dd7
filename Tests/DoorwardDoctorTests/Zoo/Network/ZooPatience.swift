import DoorwardDoctor

/// Waits longer than its probes say, and forgets how long it took: a busy test machine is no slow server.
struct ZooPatience<Transport: ProbeTransport>: ProbeTransport {
    let transport: Transport

    init(_ transport: Transport) { self.transport = transport }

    func send(_ request: ProbeRequest) async -> Result<ProbeResponse, ProbeFailure> {
        var patient = request
        patient.timeout *= 4
        switch await transport.send(patient) {
        case .success(var response):
            response.elapsed = min(response.elapsed, .seconds(1))
            return .success(response)
        case .failure(.timedOut): return .failure(.timedOut(after: request.timeout))
        case .failure(let failure): return .failure(failure)
        }
    }

    func addresses(of host: String) async -> Result<[String], ProbeFailure> { await transport.addresses(of: host) }

    func handshake(host: String, port: Int) async -> Result<TLSReport, ProbeFailure> {
        await transport.handshake(host: host, port: port)
    }

    func acceptsOnlyOldTLS(host: String, port: Int) async -> Bool {
        await transport.acceptsOnlyOldTLS(host: host, port: port)
    }

    func isMapped(host: String, port: Int) -> Bool { transport.isMapped(host: host, port: port) }
}
