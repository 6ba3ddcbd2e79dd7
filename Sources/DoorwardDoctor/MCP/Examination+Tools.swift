internal import DoorwardDocuments

// The list of tools, and how a tool asks for a sign-in.

extension Examination {
    /// Reads the list of tools; without a token also what a tool says that needs one.
    func lookAtTools(token: String?) async {
        begin(.mcp, "List the tools")
        guard case .success(let response) = await call(MCPCall(method: "tools/list", token: token)) else {
            return fail("", "There is no answer to tools/list.")
        }
        let answer = MCPAnswer(response)
        if token == nil, response.status == 401 { return judgeLateChallenge(response) }
        guard let tools = answer.result?["tools"]?.arrayValue else {
            return fail("", "tools/list is answered with \(answer.words); a result with a list 'tools' is right.")
        }
        let problems = tools.enumerated().compactMap { Self.problem(of: $0.element, at: $0.offset) }
        for problem in problems.prefix(10) { warn(problem) }
        let names = tools.compactMap { $0["name"]?.stringValue }
        if Set(names).count != names.count { warn("Two tools have the same name.") }
        if problems.isEmpty { pass(tools.count == 1 ? "There is one tool." : "There are \(tools.count) tools.") }
        guard token == nil else { return }
        let guarded = tools.filter { Self.kinds(of: $0) == ["oauth2"] }
        found.mcp.hasGuardedTools = tools.contains { Self.kinds(of: $0).contains("oauth2") }
        if !guarded.isEmpty { await callWithoutToken(guarded) }
    }

    /// A server that lets everybody begin and asks for the token afterwards.
    private func judgeLateChallenge(_ response: ProbeResponse) {
        let challenges = AuthenticationChallenge.all(in: response.headerValues("www-authenticate"))
        guard let bearer = challenges.first(where: { $0.scheme == "bearer" }) else {
            return fail("M01", "tools/list without a token is answered with 401, but without a Bearer challenge.")
        }
        found.mcp.challenge = bearer
        found.mcp.isOpen = false
        if let problem = Self.problem(of: bearer) { return fail("M01", problem) }
        pass("The server begins without a token, and asks for one here: 401 with a challenge.")
    }

    /// What is wrong with a tool's description; nil when it is sound.
    static func problem(of tool: JSONValue, at place: Int) -> String? {
        guard let name = tool["name"]?.stringValue else { return "The tool at place \(place) has no name." }
        let isNamed =
            (1...128).contains(name.utf8.count)
            && name.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || "_.-/".utf8.contains($0)
            }
        if !isNamed {
            return "The tool name '\(name.prefix(140))' may have 1 to 128 of A–Z, a–z, 0–9, '_', '.' and '-' only."
        }
        guard let schema = tool["inputSchema"], schema.objectValue != nil else {
            return "The tool \(name) has no inputSchema; a tool without arguments has {\"type\": \"object\"}."
        }
        if schema["type"]?.stringValue != "object" { return "The inputSchema of \(name) is not of the type object." }
        return nil
    }

    /// The kinds of access that a tool declares: `noauth`, `oauth2`.
    static func kinds(of tool: JSONValue) -> [String] {
        let schemes = tool["securitySchemes"]?.arrayValue ?? tool["_meta"]?["securitySchemes"]?.arrayValue ?? []
        return schemes.compactMap { $0["type"]?.stringValue }
    }

    /// M14: a tool that needs a sign-in says so in its error, with words for the person.
    private func callWithoutToken(_ guarded: [JSONValue]) async {
        guard profile.needsToolChallenge else { return }
        begin(.mcp, "Call a tool that needs a sign-in without one")
        // Only what changes nothing is called, in case the server does not guard it after all.
        let harmless = guarded.first { $0["annotations"]?["readOnlyHint"]?.boolValue == true }
        let chosen =
            guarded.first { $0["name"]?.stringValue == options.operation && options.operation != nil } ?? harmless
        guard let name = chosen?["name"]?.stringValue else {
            return skip(
                "No tool that needs a sign-in is marked as read-only; name one that may be called (--operation).")
        }
        let params = JSONObject([("name", .string(name)), ("arguments", .object(JSONObject()))])
        guard case .success(let response) = await call(MCPCall(method: "tools/call", params: params, name: name)) else {
            return fail("", "There is no answer to the call.")
        }
        if response.status == 401 { return judgeLateChallenge(response) }
        judgeToolChallenge(MCPAnswer(response), of: name)
    }

    private func judgeToolChallenge(_ answer: MCPAnswer, of name: String) {
        guard let result = answer.result else {
            return fail("M14", "Without a token \(name) answers with \(answer.words); the client shows no sign-in.")
        }
        let value = result["_meta"]?["mcp/www_authenticate"]
        let fields = value?.arrayValue?.compactMap(\.stringValue) ?? value?.stringValue.map { [$0] } ?? []
        let bearer = AuthenticationChallenge.all(in: fields).first { $0.scheme == "bearer" }
        guard let bearer else {
            let isError = result["isError"]?.boolValue == true
            return fail(
                "M14",
                (isError ? "The error of \(name)" : "\(name) declares oauth2, but answers without a token. Its result")
                    + " has no _meta[\"mcp/www_authenticate\"]: the client shows no sign-in.")
        }
        let missing = ["resource_metadata", "error", "error_description"].filter { bearer[$0] == nil }
        guard missing.isEmpty else {
            return fail("M14", "_meta[\"mcp/www_authenticate\"] of \(name) lacks \(missing.joined(separator: ", ")).")
        }
        if result["isError"]?.boolValue != true {
            return fail("M14", "\(name) carries a challenge, but its result is not marked with isError: true.")
        }
        found.mcp.challenge = bearer
        pass("\(name) asks for a sign-in.")
    }

    /// M14 as well: an open server with metadata, but without a tool that asks.
    func judgeLinking() {
        guard profile.needsToolChallenge, found.mcp.isOpen, found.mcp.resourceMetadata != nil,
            !found.mcp.hasGuardedTools
        else { return }
        begin(.mcp, "Look for tools that need a sign-in")
        fail(
            "M14",
            "The server publishes protected resource metadata, but answers without a token, and no tool declares "
                + "securitySchemes with oauth2: the client never asks anybody to sign in.")
    }
}
