internal import DoorwardDocuments

// RFC 9728: what the MCP server says about itself.

extension Examination {
    func readResourceMetadata() async {
        begin(.discovery, "Read the MCP server's protected resource metadata")
        let endpoint = found.mcp.endpoint ?? target
        let named = found.mcp.challenge?["resource_metadata"].flatMap { WebAddress($0)?.text }
        let usual = DiscoveryAddresses.resourceMetadata(of: target)
        var answers: [(address: String, answer: MetadataAnswer)] = []
        for address in ([named].compactMap { $0 } + usual) where !answers.contains(where: { $0.address == address }) {
            answers.append((address, await readMetadata(at: address)))
        }
        judgeNamed(named, among: answers)
        judgeUsual(usual, named: named, among: answers)
        guard let first = answers.first(where: { $0.answer.document != nil }),
            case .document(let object, let bytes) = first.answer
        else { return judgeMissing(answers, isNamed: named != nil) }
        found.mcp.resourceMetadata = object
        compare(answers, with: first.address, object)
        judgeResource(object, at: first.address, endpoint: endpoint)
        judgeServers(object, at: first.address)
        if object["dpop_bound_access_tokens_required"]?.boolValue == true {
            fail("M17", "The metadata says dpop_bound_access_tokens_required: this client does not speak DPoP.")
            block("the server takes DPoP-bound tokens only")
        }
        await checkHead(at: first.address)
        if !hasFailed { lint(bytes, from: first.address) }
        if steps.last?.verdict == .passed {
            pass("\(first.address) says: tokens for \(found.mcp.resource ?? "") from \(found.mcp.issuer ?? "").")
        }
    }

    private typealias Answers = [(address: String, answer: MetadataAnswer)]

    /// The document that the challenge names must be there.
    private func judgeNamed(_ named: String?, among answers: Answers) {
        guard let named, let answer = answers.first(where: { $0.address == named })?.answer, answer.document == nil
        else { return }
        fail("M02", "The challenge names \(named), which answers: \(answer.words).")
    }

    /// Some clients look at the well-known addresses and nowhere else.
    private func judgeUsual(_ usual: [String], named: String?, among answers: Answers) {
        for (place, address) in usual.enumerated() where address != named {
            guard let answer = answers.first(where: { $0.address == address })?.answer, answer.document == nil,
                !answer.isAbsent
            else { continue }
            let isLast = place == usual.count - 1 && usual.count > 1
            let text = "\(address) answers: \(answer.words). It must be the JSON document, or 404."
            // At the root it is asked for only when it is nowhere else.
            if isLast { warn(text) } else { fail("M02", text) }
        }
        let isUsual = answers.contains { usual.contains($0.address) && $0.answer.document != nil }
        if named != nil, !isUsual, !hasFailed {
            warn(
                "The metadata is at \(named ?? "") only. Clients that do not read the challenge ask for "
                    + "\(usual.first ?? ""); serve it there too.", fault: "M02")
        }
    }

    private func judgeMissing(_ answers: Answers, isNamed: Bool) {
        if found.mcp.isOpen, !found.mcp.hasGuardedTools {
            return pass("There is none, and none is needed: the server answers without a token.")
        }
        block("there is no protected resource metadata that says who issues tokens")
        if hasFailed { return }
        let text = answers.map { "\($0.address): \($0.answer.words)" }.joined(separator: "; ")
        if steps.dropLast().contains(where: { $0.verdict == .failed }) {
            return skip("None was found either (\(text)). Mend the challenge and the metadata together.")
        }
        fail("M02", "There is no protected resource metadata. \(text).")
    }

    /// Every copy must say the same: which one a client reads cannot be known.
    private func compare(_ answers: Answers, with address: String, _ object: JSONObject) {
        for (other, answer) in answers where other != address {
            guard let copy = answer.document else { continue }
            for member in ["resource", "authorization_servers"] where copy[member] != object[member] {
                let isRoot = other.hasSuffix("/.well-known/oauth-protected-resource")
                let text = "\(other) and \(address) differ in '\(member)'."
                // The document at the root may be another resource's, where one host has several.
                if isRoot, !address.hasSuffix("/.well-known/oauth-protected-resource") {
                    warn(text + " A client that asks at the root only would be led astray.", fault: "M02")
                } else {
                    fail("M02", text)
                }
            }
        }
    }

    /// `resource` must be the address that the client was given, byte for byte (RFC 9728 section 3.3).
    private func judgeResource(_ object: JSONObject, at address: String, endpoint: WebAddress) {
        guard let resource = object["resource"]?.stringValue else {
            block("the resource metadata names no resource")
            return fail("M02", "\(address) has no 'resource', or it is not a text.")
        }
        found.mcp.resource = resource
        let accepted = [target, endpoint].flatMap { address -> [String] in
            let text = Self.withoutFragment(address.text)
            return address.path.isEmpty
                ? [text, text + "/"] : address.path == "/" ? [text, String(text.dropLast())] : [text]
        }
        guard !accepted.contains(where: { $0.utf8.elementsEqual(resource.utf8) }) else { return }
        block("the resource metadata is for another address")
        fail(
            "M02",
            "'resource' is \(resource), but the client was given \(accepted.first ?? "")"
                + "\(Self.difference(resource, endpoint)). It must be the same, byte for byte.")
    }

    private static func withoutFragment(_ text: String) -> String { String(text.prefix { $0 != "#" }) }

    /// In what two addresses differ, as a clause.
    static func difference(_ resource: String, _ address: WebAddress) -> String {
        guard let other = WebAddress(resource) else { return ": it is no absolute URL" }
        if other.text.lowercased() == address.text.lowercased() { return ": upper and lower case differ" }
        if other.scheme != address.scheme { return ": http and https differ; is there a proxy that ends TLS?" }
        if other.host != address.host { return ": the hosts differ" }
        if other.effectivePort != address.effectivePort { return ": the ports differ" }
        if other.path + "/" == address.path || other.path == address.path + "/" {
            return ": a slash at the end differs"
        }
        if other.path.isEmpty || other.path == "/" { return ": the path \(address.path) is missing" }
        return ": the paths differ"
    }

    private func judgeServers(_ object: JSONObject, at address: String) {
        let servers = object["authorization_servers"]?.arrayValue?.compactMap(\.stringValue) ?? []
        guard let first = servers.first, WebAddress(first) != nil else {
            block("the resource metadata names no authorization server")
            return fail("M02", "\(address) has no 'authorization_servers', or its first is no URL.")
        }
        found.mcp.issuer = first
        if servers.count > 1 {
            pass("It names \(servers.count) authorization servers; the first is examined: \(first).")
        }
    }
}
