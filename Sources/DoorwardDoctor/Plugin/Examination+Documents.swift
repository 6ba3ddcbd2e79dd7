internal import DoorwardDocuments

/// A document that was fetched, and where from after redirects.
struct FetchedDocument {
    var address: WebAddress
    var response: ProbeResponse
}

extension Examination {
    /// Whether a fault has been named by a remark that failed.
    func hasFailed(with fault: String) -> Bool {
        steps.contains { $0.remarks.contains { $0.verdict == .failed && $0.fault?.id == fault } }
    }

    /// Fetches what anybody may read; says in the open step why it is not there, as that fault.
    ///
    /// - Parameter mayFollow: why a redirect is refused, or nil when it is followed.
    func fetch(
        _ address: WebAddress, fault: String, redirectFault: String,
        refusal: (_ from: WebAddress, _ to: WebAddress) -> String?
    ) async -> FetchedDocument? {
        var address = address
        for _ in 0...RedirectRule.limit {
            let response: ProbeResponse
            switch await send(ProbeRequest("GET", address.text, timeout: profile.documentTimeout)) {
            case .failure(let failure):
                tell(failure, at: address, otherwise: fault)
                return nil
            case .success(let answer): response = answer
            }
            guard response.isRedirect else { return await accept(response, at: address, fault) }
            guard let next = response.location(from: address.text) else {
                fail(redirectFault, "\(address) answers with status \(response.status) and no usable Location.")
                return nil
            }
            if let refusal = refusal(address, next) {
                let isLogin = next.isLogin && next.host != address.host
                fail(
                    isLogin ? fault : redirectFault,
                    "\(address) redirects to \(next.origin)\(next.path), \(refusal)."
                        + (isLogin ? " That looks like a sign-in, and the client has no account there." : ""))
                return nil
            }
            address = next
        }
        fail(redirectFault, "There are more than \(RedirectRule.limit) redirects, the last one to \(address).")
        return nil
    }

    private func accept(_ response: ProbeResponse, at address: WebAddress, _ fault: String) async -> FetchedDocument? {
        guard let why = response.whyNoDocument else { return FetchedDocument(address: address, response: response) }
        var text = "\(address): \(why)"
        if [202, 401, 403, 405, 406, 429, 503].contains(response.status) || BotPage.guardian(of: response) != nil {
            if await browserGets(address) {
                text += " A browser gets it at the same moment: something sorts callers by User-Agent."
            }
        }
        fail(fault, text)
        return nil
    }

    private static let browserAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

    /// Whether the same request is answered when it looks like a browser's.
    private func browserGets(_ address: WebAddress) async -> Bool {
        let headers = [
            (name: "User-Agent", value: Self.browserAgent),
            (name: "Accept", value: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
            (name: "Accept-Language", value: "en-US,en;q=0.5"),
        ]
        let result = await send(
            ProbeRequest("GET", address.text, headers: headers, timeout: profile.documentTimeout))
        guard case .success(let response) = result else { return false }
        return response.whyNoDocument == nil
    }

    /// Says why nothing came back: TLS is a fault of its own.
    func tell(_ failure: ProbeFailure, at address: WebAddress, otherwise fault: String) {
        let text = "\(address): \(failure)."
        if case .tls = failure { fail("P05", text) } else { fail(fault, text) }
    }

    /// What lint says about a document, each fault in one remark.
    ///
    /// - Parameters:
    ///   - notation: the fault of what cannot even be read.
    ///   - fault: that of findings without one of their own.
    func tell(_ report: LintReport, as what: String, notation: String, otherwise fault: String) {
        let findings = report.findings.filter { !isMeant($0) }
        var order: [String] = []
        var groups: [String: [LintFinding]] = [:]
        for finding in findings where finding.severity == .error {
            let fault = finding.rule.id.hasPrefix("DW0") ? notation : finding.rule.fault ?? fault
            if groups[fault] == nil { order.append(fault) }
            groups[fault, default: []].append(finding)
        }
        for fault in order {
            let group = groups[fault] ?? []
            fail(fault, Self.words(of: group), findings: group)
        }
        let warnings = findings.filter { $0.severity == .warning }
        if !warnings.isEmpty {
            let faults = Set(warnings.map { $0.rule.fault ?? "" })
            let fault = faults.count == 1 ? faults.first : nil
            warn("A reviewer would mind: " + Self.words(of: warnings), fault: fault, findings: warnings)
        }
        if order.isEmpty { pass("\(what) is understood.") }
    }

    /// Whether what lint minds is meant to be so: users' own keys, and on a developer's machine http and a port.
    private func isMeant(_ finding: LintFinding) -> Bool {
        if finding.rule.name == "user-http" { return true }
        guard target.isLoopback else { return false }
        if options.assumesPublic, finding.rule.fault == "P06" || finding.rule.name.hasSuffix("localhost") {
            return true
        }
        return finding.rule.fault == "P05"
            || ["server-http", "server-localhost", "server-port"].contains(finding.rule.name)
    }

    private static func words(of findings: [LintFinding]) -> String {
        // What would be right stands with the findings themselves.
        var texts = findings.prefix(3).map { "line \($0.line): \($0.message)" }
        if findings.count > 3 { texts.append("and \(findings.count - 3) more.") }
        return texts.joined(separator: " – ")
    }
}
