internal import DoorwardDocuments

extension Examination {
    /// Examines the server from which it is started: does it answer, does the public address lead to it, do its
    /// documents say what its configuration says?
    public func run(_ expected: SelfExpectation) async -> ExaminationReport {
        begin(.address, "Reach the server where it listens")
        guard let health = await fetchSelf("/healthz", expected.listening), health.status == 200 else {
            if !hasFailed { fail("S01", "\(expected.listening)/healthz does not answer 200") }
            return report()
        }
        pass("it answers at \(expected.listening)")
        await comparePublicFiles(expected)
        if expected.issuer != nil || expected.resource != nil { await compareMetadata(expected) }
        var report = report()
        report.isPublicAddressUnseen = found.isPublicAddressUnseen
        return report
    }

    private func fetchSelf(_ path: String, _ origin: String) async -> ProbeResponse? {
        switch await send(ProbeRequest("GET", origin + path, timeout: .seconds(10))) {
        case .success(let response): return response
        case .failure(let failure):
            fail("S01", "\(origin)\(path): \(failure)")
            return nil
        }
    }

    /// Fetches from the public address; a failure is worth a warning only, for a server behind a router or a firewall
    /// often cannot reach itself from outside.
    private func fetchPublicly(_ path: String, _ expected: SelfExpectation) async -> ProbeResponse? {
        guard let origin = expected.publicURL else { return nil }
        switch await send(ProbeRequest("GET", origin + path, timeout: .seconds(15))) {
        case .success(let response): return response
        case .failure(let failure):
            found.isPublicAddressUnseen = true
            warn("\(origin)\(path) cannot be reached from here (perhaps it can from outside): \(failure)")
            return nil
        }
    }

    // MARK: - Files

    private func comparePublicFiles(_ expected: SelfExpectation) async {
        var publicIsReachable = expected.publicURL != nil
        for path in ["/.well-known/ai-plugin.json", "/openapi.json", "/openapi.yaml"] {
            begin(.files, "Fetch \(path)")
            guard let own = await fetchSelf(path, expected.listening) else { continue }
            guard own.status == 200 else {
                fail("S05", "\(path) is answered with \(own.status)")
                continue
            }
            lintOwn(own, path, expected)
            guard publicIsReachable else {
                if expected.publicURL == nil { pass("no fixed public address; only the listening one was asked") }
                continue
            }
            guard let seen = await fetchPublicly(path, expected) else {
                publicIsReachable = false
                continue
            }
            compare(own, seen, path, expected)
        }
    }

    private func compare(_ own: ProbeResponse, _ seen: ProbeResponse, _ path: String, _ expected: SelfExpectation) {
        let address = (expected.publicURL ?? "") + path
        if seen.status != 200 {
            fail("S05", "\(address) is answered with \(seen.status), though the server itself answers 200")
        } else if seen.body != own.body {
            fail("S02", "\(address) gives another document than the server itself")
        } else {
            pass("the same bytes from both addresses")
        }
    }

    private func lintOwn(_ response: ProbeResponse, _ path: String, _ expected: SelfExpectation) {
        let address = expected.publicURL.flatMap { WebAddress($0) }
        // Rules about hosts make sense for an address that assistants can know.
        let host = address.flatMap { $0.isLoopback ? nil : $0.host + ($0.port.map { ":\($0)" } ?? "") }
        let report = Linter(surface: .manifestV1).lint(LintInput(name: path, bytes: response.body, host: host))
        let isLocal = address?.isLoopback ?? true
        if report.findings.contains(where: Self.isAboutNoTokenYet) {
            warn("there is no verification token yet; put the one that ChatGPT shows into manifest.verification_tokens")
        }
        let errors = report.findings.filter { finding in
            guard finding.severity == .error, !Self.isAboutNoTokenYet(finding) else { return false }
            // On a developer's machine these are as they must be.
            return !isLocal || !["P04", "P05", "P06", "A01"].contains(finding.rule.fault ?? "")
        }
        if !errors.isEmpty { fail(errors[0].rule.fault ?? "P02", "importers would refuse it", findings: errors) }
        guard let address, let url = LocatedDocument.read(response.body).root?["api"]?["url"]?.string,
            let named = WebAddress(url), named.origin != address.origin
        else { return }
        fail("S03", "\(path) names \(named.origin), public_url is \(address.origin)")
    }

    /// Until ChatGPT has shown a token there is none to publish.
    private static func isAboutNoTokenYet(_ finding: LintFinding) -> Bool {
        finding.rule.name == "verification-token-missing"
    }

    // MARK: - Metadata

    private func compareMetadata(_ expected: SelfExpectation) async {
        begin(.discovery, "Compare resource metadata with the configuration")
        if let response = await fetchSelf("/.well-known/oauth-protected-resource", expected.listening) {
            let root = LocatedDocument.read(response.body).root
            check(response, "resource", root?["resource"]?.string, expected.resource)
            let servers = root?["authorization_servers"]?.elements.compactMap(\.string) ?? []
            if let issuer = expected.issuer, !servers.contains(where: { $0.utf8.elementsEqual(issuer.utf8) }) {
                fail("S04", "authorization_servers does not name the issuer '\(issuer)' byte by byte")
            }
        }
        guard expected.isOwnIssuer else { return }
        begin(.discovery, "Compare the issuer's metadata with the configuration")
        var bodies: [[UInt8]] = []
        for path in ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"] {
            guard let response = await fetchSelf(path, expected.listening) else { continue }
            if response.status == 404, path.hasSuffix("openid-configuration") { continue }
            check(response, "issuer", LocatedDocument.read(response.body).root?["issuer"]?.string, expected.issuer)
            bodies.append(response.body)
        }
        if bodies.count == 2, bodies[0] != bodies[1] {
            fail("S04", "the two metadata documents differ")
        }
    }

    private func check(_ response: ProbeResponse, _ name: String, _ seen: String?, _ expected: String?) {
        guard let expected else { return }
        if response.status != 200 {
            fail("S05", "the document with '\(name)' is answered with \(response.status)")
        } else if let seen, seen.utf8.elementsEqual(expected.utf8) {
            pass("\(name) is '\(expected)', byte by byte")
        } else {
            fail("S04", "\(name) is '\(seen ?? "missing")', the configuration says '\(expected)'")
        }
    }
}
