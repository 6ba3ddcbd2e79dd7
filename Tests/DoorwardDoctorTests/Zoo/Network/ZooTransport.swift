import DoorwardDoctor

/// Reaches a world of the zoo without a socket: names, certificates and answers are made up.
struct ZooTransport: ProbeTransport {
    let world: ZooWorld

    init(_ world: ZooWorld) { self.world = world }

    func send(_ request: ProbeRequest) async -> Result<ProbeResponse, ProbeFailure> {
        guard let seen = ZooRequest(request) else { return .failure(.notAURL(request.url)) }
        if let failure = obstacle(seen) { return .failure(failure) }
        let answer = world.answer(seen)
        guard answer.delay < request.timeout else { return .failure(.timedOut(after: request.timeout)) }
        var headers = answer.headers
        if seen.method != "HEAD" { headers.append(("Content-Length", String(answer.body.count))) }
        return .success(
            ProbeResponse(
                status: answer.status, headers: headers, body: Array(answer.body.prefix(request.maximumSize)),
                isCut: answer.body.count > request.maximumSize, elapsed: answer.delay + .milliseconds(1)))
    }

    /// Why a host is not reached; nil when it is.
    private func obstacle(_ request: ZooRequest) -> ProbeFailure? {
        if !isKnown(request.host) { return .nameNotFound(host: request.host) }
        if request.scheme == "http" {
            let isOpen = request.port == 80 || world.network.speaksPlainly(request.host, request.port)
            return isOpen ? nil : .refused(address: "192.0.2.1:\(request.port)")
        }
        guard isSecured(request.host, request.port) else { return .refused(address: "192.0.2.1:\(request.port)") }
        return Self.problem(world.network.certificate(request.host)).map { .tls($0) }
    }

    private func isKnown(_ host: String) -> Bool {
        ZooNetwork.hosts.contains(host) || host == "localhost"
    }

    private func isSecured(_ host: String, _ port: Int) -> Bool {
        guard host != "localhost", !world.network.closed.contains(host) else { return false }
        return port == 443 || world.network.otherPorts.contains(port)
    }

    static func problem(_ certificate: ZooNetwork.TLS) -> ProbeFailure.TLSProblem? {
        switch certificate {
        case .good: nil
        case .selfSigned: .selfSigned
        case .expired: .expired
        case .wrongName: .wrongName(names: ["elsewhere.test"])
        case .unknownAuthority: .unknownAuthority
        case .oldVersion: .oldVersion("TLSv1.1")
        }
    }

    func addresses(of host: String) async -> Result<[String], ProbeFailure> {
        if host == "localhost" { return .success(["127.0.0.1"]) }
        return isKnown(host) ? .success(["192.0.2.1"]) : .failure(.nameNotFound(host: host))
    }

    func handshake(host: String, port: Int) async -> Result<TLSReport, ProbeFailure> {
        guard isKnown(host) else { return .failure(.nameNotFound(host: host)) }
        guard isSecured(host, port) else { return .failure(.refused(address: "192.0.2.1:\(port)")) }
        let certificate = world.network.certificate(host)
        if certificate == .oldVersion { return .failure(.tls(.oldVersion("TLSv1.1"))) }
        let names = certificate == .wrongName ? ["elsewhere.test"] : [host]
        let isOwn = certificate == .selfSigned
        let leaf = TLSReport.Certificate(
            subject: "CN=\(names[0])", issuer: isOwn ? "CN=\(names[0])" : "CN=Zoo Authority", names: names,
            notBefore: 1_700_000_000, notAfter: certificate == .expired ? 1_710_000_000 : 4_000_000_000)
        return .success(TLSReport(version: "TLSv1.3", chain: [leaf], problem: Self.problem(certificate)))
    }

    func acceptsOnlyOldTLS(host: String, port: Int) async -> Bool { world.network.certificate(host) == .oldVersion }

    func isMapped(host: String, port: Int) -> Bool { false }
}
