internal import DoorwardDocuments

extension ClientProfile {
    /// Reads a profile from a YAML file; the files that come along show every key, with comments.
    ///
    /// `name`, `title`, `surface` and, for MCP, `redirect_uris` must be there; what else is left out is what a plain
    /// OAuth client of that surface does.
    ///
    /// - Throws: ``ClientProfileError`` with all problems.
    public init(reading bytes: [UInt8]) throws(ClientProfileError) {
        let document = LocatedDocument.read(bytes, as: .yaml)
        var reader = ProfileReader(document)
        let profile = reader.profile()
        guard reader.problems.isEmpty, let profile else {
            throw ClientProfileError(problems: reader.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
        }
        self = profile
    }
}

extension ProfileReader {
    static let keys = [
        "name", "title", "surface", "headers", "assistant_id", "redirect_uris", "issuer_redirect_uri", "registrations",
        "client_metadata_url", "issuer_client_metadata_url", "metadata_authentication_methods", "registration_request",
        "sends_pkce", "sends_resource", "token_bodies", "token_authentications", "needs_s256", "sends_empty_scope",
        "needs_same_domain", "asks_head", "protocol_versions", "needs_tool_challenge", "timeouts", "words",
    ]

    /// The profile; nil when what it cannot do without is missing.
    mutating func profile() -> ClientProfile? {
        guard let root else { return nil }
        checkKeys(of: root, Self.keys, what: "a profile's")
        let name = self.name("name")
        let title = required("title")
        let surface = choice("surface", LintSurface.self, required: true)
        let isMCP = surface == .mcp
        let timeouts = timeouts(document: 15, token: 15, call: 45)
        var profile = ClientProfile(
            name: name ?? "", title: title ?? "", surface: surface ?? .mcp, headers: headers(),
            redirectURIs: redirectURIs("redirect_uris", required: isMCP), assistantID: text("assistant_id") ?? "",
            sendsPKCE: flag("sends_pkce") ?? isMCP, sendsResource: flag("sends_resource") ?? isMCP,
            registrations: choices("registrations", ClientProfile.Registration.self) ?? [.preregistered],
            clientMetadataURL: address("client_metadata_url"), registrationRequest: registrationRequest(),
            tokenBodies: choices("token_bodies", ClientProfile.TokenBody.self) ?? [isMCP ? .form : .manifest],
            tokenAuthentications: choices("token_authentications", ClientProfile.TokenAuthentication.self)
                ?? (isMCP ? [.none, .body, .basic] : [.body]),
            needsS256: flag("needs_s256") ?? isMCP, sendsEmptyScope: flag("sends_empty_scope") ?? !isMCP,
            needsSameDomain: flag("needs_same_domain") ?? (surface == .action), documentTimeout: timeouts.document,
            tokenTimeout: timeouts.token, callTimeout: timeouts.call, words: words())
        profile.issuerRedirectURI = address("issuer_redirect_uri")
        profile.issuerClientMetadataURL = address("issuer_client_metadata_url")
        profile.metadataAuthenticationMethods = texts("metadata_authentication_methods") ?? ["none"]
        profile.asksHead = flag("asks_head") ?? false
        profile.protocolVersions = texts("protocol_versions") ?? ["2026-07-28", "2025-11-25"]
        profile.needsToolChallenge = flag("needs_tool_challenge") ?? false
        return profile
    }

    private mutating func name(_ key: String) -> String? {
        guard let text = required(key) else { return nil }
        let isGood = text.utf8.allSatisfy {
            $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2D
        }
        if !isGood || text == "all" {
            problem(root?[key], "name is what --as takes: letters, digits and dashes, and not 'all'")
        }
        return text
    }

    private mutating func registrationRequest() -> JSONValue? {
        guard let value = root?["registration_request"] else { return nil }
        guard value.kind == .object, let request = value.value(expanding: 1000) else {
            problem(value, "registration_request is the JSON object that is posted, written as YAML")
            return nil
        }
        return request
    }

    private mutating func words() -> [String: String] {
        var words: [String: String] = [:]
        for (name, value, text) in pairs("words") {
            let digits = name.utf8.dropFirst()
            if digits.count != 2 || !digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
                || !"PAOM".utf8.contains(name.utf8.first ?? 0)
            {
                problem(value, "'\(name)' is no fault; words has ids such as P01, A06, O03, M02", atName: true)
            }
            words[name] = text
        }
        return words
    }

    private mutating func headers() -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        for (name, value, text) in pairs("headers") {
            let isToken = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"()<>@,;:\\\"/[]?={}".utf8.contains($0) }
            if !isToken || name.isEmpty {
                problem(value, "'\(name)' is no name of a header field", atName: true)
            } else if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
                problem(value, "the field \(name) has a line break or another control character")
            } else {
                headers.append((name, text))
            }
        }
        return headers
    }
}
