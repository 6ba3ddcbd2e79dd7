internal import DoorwardDocuments

extension Examination {
    /// Looks at scheme, port, name and certificate; false when the client would not get any further.
    ///
    /// - Parameter fault: what it is called when nothing is there.
    func examineAddress(unreachable fault: String) async -> Bool {
        begin(.address, "Look at the address")
        if !target.isLoopback {
            guard target.scheme == "https" else {
                fail("P05", "\(target.origin) is plain http; only https is called, apart from localhost.")
                return false
            }
            // MCP clients take any port.
            guard target.effectivePort == 443 || profile.surface == .mcp else {
                fail("P05", "Port \(target.effectivePort) is not called, only 443 (https).")
                return false
            }
        }
        if let userInfo = target.userInfo, !userInfo.isEmpty {
            mask(userInfo)
            warn("There is a name or password in front of the host; clients do not send that.")
        }
        pass("\(target.origin) is called.")
        guard await lookUp(unreachable: fault) else { return false }
        guard target.scheme == "https", !target.isLoopback else { return true }
        guard await examineTLS(unreachable: fault) else { return false }
        await tryPlainHTTP()
        return true
    }

    private func lookUp(unreachable fault: String) async -> Bool {
        let host = target.host
        guard !transport.isMapped(host: host, port: target.effectivePort) else {
            pass("\(host) is reached where you said, not where DNS leads.")
            return true
        }
        guard !target.isLoopback else { return true }
        begin(.address, "Look up the host")
        switch await transport.addresses(of: host) {
        case .failure(let failure):
            fail(fault, "\(host): \(failure).")
            return false
        case .success(let addresses):
            let hidden = addresses.filter(NetworkAddress.isPrivate)
            if hidden.isEmpty {
                pass("\(host) is at \(addresses.joined(separator: ", ")).")
            } else {
                warn(
                    "\(host) is at \(hidden.joined(separator: ", ")) here, which the client's servers cannot reach. "
                        + "If the world sees another address, all is well.")
            }
            return true
        }
    }

    private func examineTLS(unreachable fault: String) async -> Bool {
        begin(.address, "Shake hands in TLS")
        let (host, port) = (target.host, target.effectivePort)
        switch await transport.handshake(host: host, port: port) {
        case .failure(let failure):
            let isOld = await transport.acceptsOnlyOldTLS(host: host, port: port)
            tellNoHandshake(isOld ? .tls(.oldVersion("TLS 1.1")) : failure, fault)
            return false
        case .success(let report):
            guard report.version == "TLSv1.2" || report.version == "TLSv1.3" else {
                fail("P05", "The server offers \(report.version) at most; TLS 1.2 or newer is needed.")
                return false
            }
            if let problem = report.problem {
                fail("P05", "\(host): \(problem)." + described(report.chain.first))
                return false
            }
            tell(report)
            return true
        }
    }

    private func tellNoHandshake(_ failure: ProbeFailure, _ fault: String) {
        let text = "\(target.origin): \(failure)."
        switch failure {
        case .tls, .refused, .notHTTP: fail("P05", text)
        default: fail(fault, text)
        }
    }

    private func tell(_ report: TLSReport) {
        guard let certificate = report.chain.first else { return pass("\(report.version).") }
        let left = Double(certificate.notAfter) - environment.now()
        let lifetime = Double(certificate.notAfter - certificate.notBefore)
        let days = Int(max(0, left / 86400))
        let text = "\(report.version)." + described(certificate) + " It is valid for another \(days) days."
        // Certificates that live for a week or less are renewed every few days; that is nothing to worry about.
        if left < min(14 * 86400, lifetime / 4) {
            warn(text + " Renew it: the day it expires, every call fails.", fault: "P05")
        } else {
            pass(text)
        }
    }

    private func described(_ certificate: TLSReport.Certificate?) -> String {
        guard let certificate else { return "" }
        let names = certificate.names.prefix(3).joined(separator: ", ")
        return
            " The certificate is for \(names.isEmpty ? certificate.subject : names), issued by \(certificate.issuer)."
    }

    /// Tells what happens to people who type the address without https.
    private func tryPlainHTTP() async {
        // A host under test is reached at the one port that was given; port 80 would be somebody else's.
        guard !transport.isMapped(host: target.host, port: 443) || transport.isMapped(host: target.host, port: 80)
        else {
            return
        }
        begin(.address, "Ask in plain http")
        let url = "http://\(target.bracketedHost)/"
        guard
            case .success(let response) = await send(ProbeRequest("GET", url, timeout: .seconds(4), maximumSize: 65536))
        else { return pass("Port 80 does not answer, and need not.") }
        if response.isRedirect, let next = response.location(from: url), next.scheme == "https" {
            pass("Port 80 leads to \(next.origin).")
        } else if (200...299).contains(response.status) {
            warn(
                "Port 80 answers in plain http instead of leading to https; whoever calls it sends tokens in the clear."
            )
        } else {
            pass("Port 80 answers with status \(response.status).")
        }
    }
}
