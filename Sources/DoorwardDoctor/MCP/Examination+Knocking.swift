internal import DoorwardDocuments

// The MCP address itself, before anybody has a token.

extension Examination {
    /// Calls without a token: a door that is locked says where its key is to be had (MCP 2026-07-28, authorization).
    func knock() async {
        begin(.discovery, "Call the MCP server without a token")
        if target.query != nil {
            warn("The address has a query; some clients do not find the metadata of such an address.")
        }
        var last: ProbeResponse?
        for version in profile.protocolVersions {
            guard let response = await open(version, token: nil) else { return }
            last = response
            if response.status == 401 { return judgeLocked(response) }
            let answer = MCPAnswer(response)
            if response.status == 200, answer.result != nil { return judgeOpen(version, response) }
            // A page, a redirect or a prohibition is the same in every revision; what speaks JSON-RPC may know another.
            if response.isHTML || response.status == 403 || (300..<400).contains(response.status) { break }
        }
        if let last { judgeNeither(last) }
    }

    /// Opens a conversation; redirects that keep the method are followed on the same host. Nil when nothing answers.
    private func open(_ version: String, token: String?) async -> ProbeResponse? {
        for _ in 0..<3 {
            let address = found.mcp.endpoint ?? target
            let request = MCPCall.opening(version, token: token).request(
                to: address.text, version: version, session: nil, timeout: profile.callTimeout)
            switch await send(request) {
            case .failure(let failure):
                let isKnown = steps.dropLast().contains { $0.verdict == .failed }
                if isKnown {
                    skip("\(address.text): \(failure). The step before says why; nothing else can be tried.")
                } else {
                    fail("", "\(address.text): \(failure).")
                }
                found.mcp.endpoint = nil
                return nil
            case .success(let response):
                guard [307, 308].contains(response.status), follow(response, from: address) else { return response }
            }
        }
        return nil
    }

    /// Goes where a redirect leads that keeps the method; says whether it did.
    private func follow(_ response: ProbeResponse, from address: WebAddress) -> Bool {
        guard let next = response.header("location").flatMap({ address.resolving($0) }), next.host == address.host,
            next.scheme == address.scheme, next.effectivePort == address.effectivePort
        else { return false }
        warn(
            "\(address.text) is redirected to \(next.text) (status \(response.status)). Some clients lose the token or "
                + "the body on the way; enter the second address in the client, or let the server answer at the first.")
        found.mcp.endpoint = next
        return true
    }

    private func judgeOpen(_ version: String, _ response: ProbeResponse) {
        take(version, response)
        found.mcp.isOpen = true
        pass("The server answers without a token, in revision \(found.mcp.version).")
    }

    /// Keeps what the opening of a conversation agreed upon.
    func take(_ version: String, _ response: ProbeResponse) {
        found.mcp.version = version
        found.mcp.era = MCPCall.isStateless(version) ? .stateless : .session
        guard found.mcp.era == .session else { return }
        if let agreed = MCPAnswer(response).result?["protocolVersion"]?.stringValue, agreed.utf8.count <= 32 {
            found.mcp.version = agreed
        }
        found.mcp.session = response.header("mcp-session-id")
    }

    private func judgeLocked(_ response: ProbeResponse) {
        let challenges = AuthenticationChallenge.all(in: response.headerValues("www-authenticate"))
        guard let bearer = challenges.first(where: { $0.scheme == "bearer" }) else {
            if challenges.contains(where: { $0.scheme == "dpop" }) {
                block("the server takes DPoP-bound tokens only")
                return fail("M17", "The server asks for DPoP, which this client does not speak.")
            }
            let seen = challenges.map(\.scheme).joined(separator: ", ")
            return fail(
                "M01",
                challenges.isEmpty
                    ? "The server answers 401, but without a WWW-Authenticate field: the client never learns where to "
                        + "sign in."
                    : "The server answers 401 and asks for '\(seen)', not for Bearer.")
        }
        found.mcp.challenge = bearer
        if let problem = Self.problem(of: bearer) { return fail("M01", problem) }
        pass("Refused with 401 and a Bearer challenge that names \(bearer["resource_metadata"] ?? "").")
    }

    /// What is wrong with a challenge; nil when a client can follow it.
    static func problem(of challenge: AuthenticationChallenge) -> String? {
        guard let address = challenge["resource_metadata"], !address.isEmpty else {
            let others = challenge.parameters.map(\.name)
            if let resource = challenge["resource"] {
                return "The challenge has resource=\"\(resource)\" where resource_metadata=\"…\" must be."
            }
            let list = others.isEmpty ? "nothing" : others.joined(separator: ", ")
            return "The Bearer challenge holds \(list), but no resource_metadata: the client is not told where to look."
        }
        guard WebAddress(address) != nil else {
            return "The challenge's resource_metadata, '\(address)', is not an absolute URL."
        }
        return nil
    }

    private func judgeNeither(_ response: ProbeResponse) {
        let destination = response.header("location").map { " to \($0)" } ?? ""
        switch response.status {
        case 300..<400:
            fail(
                "M01",
                "A call without a token is redirected (status \(response.status))\(destination) instead of "
                    + "refused with 401."
            )
        case 403:
            fail("M01", "A call without a token is answered with \(response.inBrief); 401 with a challenge is right.")
        case 200..<300 where response.isHTML:
            fail("M01", "A call without a token is answered with an HTML page instead of 401 with a challenge.")
        default:
            fail(
                "M01",
                "A call without a token is answered with \(response.inBrief): neither an answer of MCP nor 401 with a "
                    + "challenge. Is this the address of the MCP endpoint?")
        }
        if [404, 405].contains(response.status) { block("nothing speaks MCP at \(target.text)") }
    }

    /// A token that nobody issued must lead to the same challenge: it is how clients learn that theirs has expired.
    func knockWithABadToken() async {
        guard !found.mcp.isOpen, found.mcp.challenge != nil else { return }
        begin(.discovery, "Call it with a token that nobody issued")
        let version = profile.protocolVersions.first ?? found.mcp.version
        guard let response = await open(version, token: "doorward-doctor-not-a-token") else { return }
        guard response.status == 401 else {
            if (200..<300).contains(response.status), MCPAnswer(response).result != nil {
                return fail(
                    "", "The server takes any token: one that nobody issued was let in. Verify tokens on every call.")
            }
            return fail(
                "M01",
                "A bad token is answered with \(response.inBrief) instead of 401: a client whose token has expired "
                    + "would not sign in again.")
        }
        let challenges = AuthenticationChallenge.all(in: response.headerValues("www-authenticate"))
        guard let bearer = challenges.first(where: { $0.scheme == "bearer" }) else {
            return fail(
                "M01",
                "A bad token is answered with 401, but without a Bearer challenge: the client cannot sign in again.")
        }
        if let problem = Self.problem(of: bearer) { return fail("M01", "For a bad token: " + problem) }
        if bearer["error"] != "invalid_token" {
            return pass(
                "Refused with 401 and the challenge (without error=\"invalid_token\", which RFC 6750 asks for).")
        }
        pass("Refused with 401, invalid_token and the challenge.")
    }
}
