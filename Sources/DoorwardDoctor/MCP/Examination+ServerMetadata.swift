internal import DoorwardDocuments

// RFC 8414 and OpenID Connect Discovery: what the authorization server says about itself.

extension Examination {
    func readServerMetadata() async {
        begin(.discovery, "Read the authorization server's metadata")
        guard let issuer = found.mcp.issuer, let address = WebAddress(issuer) else {
            return skip("It is not known who the authorization server is.")
        }
        var answers: [(address: String, answer: MetadataAnswer)] = []
        for place in DiscoveryAddresses.serverMetadata(of: address) {
            answers.append((place, await readMetadata(at: place)))
        }
        await askTheResource(for: address)
        // A client goes on to the next address only when there is nothing at this one.
        guard let first = answers.first(where: { !$0.answer.isAbsent }) else {
            block("the authorization server's metadata was not found")
            let places = answers.map { "\($0.address): \($0.answer.words)" }.joined(separator: "; ")
            return fail("M03", "The authorization server \(issuer) has no metadata. \(places).")
        }
        guard case .document(let object, let bytes) = first.answer else {
            block("the authorization server's metadata cannot be read")
            return fail("M03", "\(first.address) answers: \(first.answer.words). Clients stop there.")
        }
        found.mcp.server = object
        judgeIssuer(object, at: first.address, expected: issuer)
        for (other, answer) in answers where other != first.address {
            if let copy = answer.document { compare(copy, at: other, with: object, at: first.address) }
        }
        judgeMembers(object, at: first.address)
        await checkHead(at: first.address)
        warnOfEmptyMembers(in: object, of: first.address)
        if !hasFailed { lint(bytes, from: first.address) }
        if steps.last?.verdict == .passed { pass("\(first.address) is complete, and its issuer is \(issuer).") }
    }

    /// Some clients ask the MCP server's host itself; where that is another host, it is told.
    private func askTheResource(for issuer: WebAddress) async {
        guard issuer.origin != target.origin else { return }
        let address = target.origin + "/.well-known/oauth-authorization-server"
        switch await readMetadata(at: address) {
        case .document:
            pass("\(target.host) serves the authorization server's metadata too, for clients that ask there.")
        case .page:
            warn(
                "\(address) answers with an HTML page and status 200. Clients that ask the MCP server's own host for "
                    + "the metadata stumble over that; answer 404, or serve the metadata.")
        default: break
        }
    }

    private func judgeIssuer(_ object: JSONObject, at address: String, expected: String) {
        let issuer = object["issuer"]?.stringValue ?? ""
        guard !issuer.utf8.elementsEqual(expected.utf8) else { return }
        block("the authorization server calls itself by another name than the resource does")
        let seen = issuer.isEmpty ? "has no issuer" : "says that its issuer is '\(issuer)'"
        fail(
            "M03",
            "\(address) \(seen), but the resource metadata calls it '\(expected)'. Clients compare the two byte for "
                + "byte: a slash at the end makes a difference.")
    }

    private func compare(_ copy: JSONObject, at other: String, with object: JSONObject, at address: String) {
        if copy["issuer"] != object["issuer"] {
            if !hasFailed { fail("M03", "\(other) has another issuer than \(address).") }
            return
        }
        let members = ["authorization_endpoint", "token_endpoint", "registration_endpoint"]
        let different = members.filter { copy[$0] != object[$0] }
        if !different.isEmpty { warn("\(other) and \(address) differ in \(different.joined(separator: ", ")).") }
    }

    private func judgeMembers(_ object: JSONObject, at address: String) {
        for member in ["authorization_endpoint", "token_endpoint"] {
            guard let endpoint = object[member]?.stringValue.flatMap({ WebAddress($0) }) else {
                block("the metadata has no \(member)")
                fail("M03", "\(address) has no '\(member)', or it is no absolute URL.")
                continue
            }
            if endpoint.scheme != "https", !endpoint.isLoopback {
                block("the \(member) is not https")
                fail("M03", "'\(member)' is \(endpoint.text): clients speak to https only.")
            }
        }
        found.authorizationEndpoint = found.mcp.address("authorization_endpoint")
        found.tokenEndpoint = found.mcp.address("token_endpoint")
        judgeMethods(object, at: address)
        if object["require_pushed_authorization_requests"]?.boolValue == true {
            block("the authorization server wants pushed authorization requests")
            fail("M17", "'require_pushed_authorization_requests' is true: this client sends plain requests.")
        }
    }

    private func judgeMethods(_ object: JSONObject, at address: String) {
        let methods = object["code_challenge_methods_supported"]?.arrayValue?.compactMap(\.stringValue)
        guard profile.needsS256, methods?.contains("S256") != true else { return }
        block("the metadata does not promise PKCE with S256")
        fail(
            "M03",
            methods == nil
                ? "\(address) has no 'code_challenge_methods_supported'. The client refuses a server that does "
                    + "not list S256."
                : "'code_challenge_methods_supported' does not hold S256; the client refuses the server.")
    }
}
