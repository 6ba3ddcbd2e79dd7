internal import DoorwardDocuments

/// What a request for a metadata document was answered with.
enum MetadataAnswer {
    case document(JSONObject, bytes: [UInt8])
    /// A status that says that there is none: a client asks elsewhere.
    case absent(status: Int)
    /// A page for people, with status 200: a client stops at it.
    case page
    /// Neither; why, as the end of a sentence.
    case broken(String)

    init(_ result: Result<ProbeResponse, ProbeFailure>) {
        switch result {
        case .failure(let failure): self = .broken("no answer: \(failure)")
        case .success(let response):
            switch response.status {
            case 200: self = Self.read(response)
            case 300..<400:
                self = .broken("a redirect (status \(response.status)) to \(response.header("location") ?? "nowhere")")
            case 401, 403: self = .broken(response.inBrief + "; metadata must be readable by anybody")
            case 400..<500: self = .absent(status: response.status)
            default: self = .broken(response.inBrief)
            }
        }
    }

    private static func read(_ response: ProbeResponse) -> MetadataAnswer {
        if response.isHTML { return .page }
        guard let value = try? JSONValue(parsing: response.body), let object = value.objectValue else {
            return .broken(response.inBrief + ", which is not a JSON object")
        }
        return .document(object, bytes: response.body)
    }

    var document: JSONObject? { if case .document(let object, _) = self { object } else { nil } }

    var isAbsent: Bool { if case .absent = self { true } else { false } }

    /// As the end of a sentence that begins with an address and "answers".
    var words: String {
        switch self {
        case .document: "a JSON document"
        case .absent(let status): "status \(status)"
        case .page: "status 200 with an HTML page instead of JSON"
        case .broken(let why): why
        }
    }
}

extension Examination {
    /// Reads a metadata document; redirects are followed as clients do, and told.
    func readMetadata(at address: String) async -> MetadataAnswer {
        var place = address
        for _ in 0..<4 {
            let result = await send(
                ProbeRequest(
                    "GET", place, headers: [("Accept", "application/json")], timeout: profile.documentTimeout,
                    maximumSize: 1 << 20))
            guard case .success(let response) = result, [301, 302, 303, 307, 308].contains(response.status),
                let next = response.header("location").flatMap({ WebAddress(place)?.resolving($0) })
            else { return MetadataAnswer(result) }
            place = next.text
        }
        return .broken("one redirect after the other")
    }

    /// Asks with `HEAD` where `GET` is answered, as some clients do first (M03).
    func checkHead(at address: String) async {
        guard profile.asksHead else { return }
        let result = await send(ProbeRequest("HEAD", address, timeout: profile.documentTimeout))
        switch result {
        case .success(let response) where (200..<400).contains(response.status): break
        case .success(let response):
            fail("M03", "HEAD \(address) is answered with status \(response.status), though GET is answered with 200.")
        case .failure(let failure): fail("M03", "HEAD \(address) gets no answer: \(failure).")
        }
    }

    /// What later steps try out; lint could only guess.
    private static let triedLater: Set<String> = ["M05", "M10", "M13", "M18"]

    /// Lint's rules that want https for a resource, an issuer, an endpoint.
    private static let wantHTTPS: Set<String> = ["DW403", "DW404", "DW411"]

    /// Lets lint read a document: errors count as failures, and the rest is one remark.
    func lint(_ bytes: [UInt8], from address: String) {
        let host = WebAddress(address)?.hostAndPort
        let report = Linter(surface: .mcp).lint(LintInput(name: address, bytes: bytes, host: host))
        // On a developer's own machine plain http is what was asked for.
        let isLocal = target.isLoopback && target.scheme == "http"
        let findings = report.findings.filter {
            !Self.triedLater.contains($0.rule.fault ?? "") && !(isLocal && Self.wantHTTPS.contains($0.rule.id))
        }
        for finding in findings where finding.severity == .error {
            fail(finding.rule.fault ?? "", finding.message, findings: [finding])
        }
        let warnings = findings.filter { $0.severity == .warning }
        if !warnings.isEmpty {
            let count = warnings.count == 1 ? "one thing" : "\(warnings.count) things"
            warn("Lint found \(count) that some clients stumble over.", findings: warnings)
        }
    }

    /// Members that strict clients cannot read: null, and texts without a letter.
    func warnOfEmptyMembers(in object: JSONObject, of what: String) {
        let names = object.members.filter { $0.value.isNull || $0.value.stringValue == "" }.map(\.key)
        guard !names.isEmpty else { return }
        warn(
            "\(what) has members that are null or empty: \(names.prefix(10).joined(separator: ", ")). "
                + "Strict clients throw the whole answer away; leave such members out.")
    }
}
