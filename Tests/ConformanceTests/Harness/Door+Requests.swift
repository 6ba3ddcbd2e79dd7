extension Door {
    /// One request on a connection of its own, and its final answer.
    @discardableResult
    func request(
        _ method: String, _ target: String, _ headers: Gate.Headers = [], body: [UInt8]? = nil
    ) throws -> Response {
        let connection = try RawConnection(port: port, patience: .seconds(30))
        let host = site.split(separator: "/").last.map(String.init) ?? ""
        let given = headers.contains { $0.0.lowercased() == "host" }
        let sent = try connection.send(
            Gate.bytes(method, target, (given ? [] : [("Host", host)]) + headers, body: body))
        guard let answer = try ResponseReader(connection: connection).response(to: method) else {
            throw Failure("\(method) \(target.prefix(60)): closed without an answer, after \(sent) bytes were sent")
        }
        return answer
    }

    func get(_ target: String, _ headers: Gate.Headers = []) throws -> Response { try request("GET", target, headers) }

    func get(_ target: String, token: String) throws -> Response {
        try get(target, [("Authorization", "Bearer \(token)")])
    }

    /// Posts a form.
    func post(_ target: String, _ form: Form, _ headers: Gate.Headers = []) throws -> Response {
        let type = ("Content-Type", "application/x-www-form-urlencoded")
        return try request("POST", target, [type] + headers, body: Array(form.text.utf8))
    }

    /// Posts JSON.
    func post(_ target: String, json: String, _ headers: Gate.Headers = []) throws -> Response {
        try request("POST", target, [("Content-Type", "application/json")] + headers, body: Array(json.utf8))
    }

    /// Asks the token endpoint, credentials in the body.
    func token(_ form: Form, as client: OAuthClient) throws -> Response {
        try post("/oauth/token", form.adding(client.credentials))
    }

    func refresh(_ token: String, as client: OAuthClient) throws -> Response {
        try self.token(["grant_type": "refresh_token", "refresh_token": token], as: client)
    }

    func introspect(_ token: String, as client: OAuthClient) throws -> Response {
        try post("/oauth/introspect", Form([("token", token)]).adding(client.credentials))
    }

    func revoke(_ token: String, as client: OAuthClient) throws -> Response {
        try post("/oauth/revoke", Form([("token", token)]).adding(client.credentials))
    }

    /// Runs `doorward` with this door's configuration.
    func tool(_ arguments: String..., input: String = "") throws -> CommandLineTool {
        try CommandLineTool.doorward(arguments + ["--config", "\(name).yaml"], input: input, in: folder)
    }

    /// As ``tool(_:input:)``, for runs that must succeed.
    @discardableResult
    func mustRun(_ arguments: String..., input: String = "") throws -> CommandLineTool {
        let run = try CommandLineTool.doorward(arguments + ["--config", "\(name).yaml"], input: input, in: folder)
        guard run.status == 0 else {
            throw Failure("doorward \(arguments.joined(separator: " ")): \(run.status): \(run.everything)")
        }
        return run
    }
}
