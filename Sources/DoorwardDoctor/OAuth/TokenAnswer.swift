internal import DoorwardDocuments

/// What a token endpoint said (RFC 6749 sections 5.1 and 5.2), read as tolerantly as it takes to say what is wrong.
struct TokenAnswer: Sendable {
    let result: Result<ProbeResponse, ProbeFailure>
    let json: JSONValue?
    /// What must not be shown of it.
    var masking = Masking([])

    init(_ result: Result<ProbeResponse, ProbeFailure>) {
        self.result = result
        guard case .success(let response) = result else {
            json = nil
            return
        }
        json = try? JSONValue(parsing: response.body)
    }

    var response: ProbeResponse? {
        guard case .success(let response) = result else { return nil }
        return response
    }

    var status: Int { response?.status ?? 0 }

    private func member(_ name: String) -> String? {
        json?[name]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    }

    var accessToken: String? { member("access_token") }
    var tokenType: String? { member("token_type") }
    var refreshToken: String? { member("refresh_token") }
    var scope: String? { member("scope") }
    var expiresIn: JSONValue? { json?["expires_in"].flatMap { $0.isNull ? nil : $0 } }
    var idToken: String? { member("id_token") }

    /// `error`, when it is the text that RFC 6749 wants.
    var error: String? { member("error") }
    var errorDescription: String? { member("error_description") }

    /// Whether tokens came, with the right status and at the right place.
    var isGranted: Bool { (200..<300).contains(status) && accessToken != nil }

    var isHTML: Bool {
        guard let response else { return false }
        if response.mediaType.contains("html") { return true }
        let start = response.body.prefix(200).drop { $0 <= 0x20 || $0 >= 0x80 }
        return start.first == UInt8(ascii: "<")
    }

    /// Whether it is an answer that says no, of whatever form.
    var isRefusal: Bool { !isGranted && (error != nil || (400..<500).contains(status)) }

    var isRedirect: Bool { (300..<400).contains(status) }

    /// The path of the members around tokens that are too deep: `data`.
    var nesting: String? {
        guard let members = json?.objectValue?.members else { return nil }
        return members.first { $0.value["access_token"]?.stringValue != nil }?.key
    }

    /// Members that mean the same as the standard's under names of their own: `accessToken`, `token`.
    func otherName(of name: String) -> String? {
        let wanted = Self.plain(name)
        let aliases = [
            "access_token": ["token", "accesstoken"], "expires_in": ["expires", "expiresat", "expiry", "exp"],
        ]
        let names = [wanted] + (aliases[name] ?? [])
        return json?.objectValue?.keys.first { $0 != name && names.contains(Self.plain($0)) }
    }

    private static func plain(_ name: String) -> String { name.filter { $0 != "_" && $0 != "-" }.lowercased() }

    /// All texts in which an endpoint may say what it misses, in lower case.
    var words: String { (response?.text.prefix(4000)).map { $0.lowercased() } ?? "" }

    /// Whether it says that the client, not the code, is what it does not like.
    var blamesClient: Bool {
        if error == "invalid_client" || error == "unauthorized_client" { return true }
        if error == "invalid_grant" { return false }
        return !isHTML && ["client", "secret", "credential"].contains { words.contains($0) }
    }

    /// Whether it refuses the code, in words of its own.
    var blamesCode: Bool {
        guard !isHTML, !blamesClient, status >= 400 || error != nil else { return false }
        let plain = words.replacing("status_code", with: "").replacing("code_verifier", with: "")
        return plain.contains("code")
            && ["invalid", "not found", "unknown", "expired", "not valid", "wrong", "bad_", "incorrect", "no such"]
                .contains { plain.contains($0) }
    }

    /// What tells this kind of answer from another.
    var kind: String { "\(status) \(response?.mediaType ?? "") \(error ?? "")" }

    /// Everything in it that is secret.
    var secrets: [String] {
        var secrets: [String] = []
        func collect(_ value: JSONValue) {
            for (name, value) in value.objectValue?.members ?? [] {
                let plain = Self.plain(name)
                guard plain.hasSuffix("token") || plain.hasSuffix("secret"), let text = value.stringValue else {
                    continue
                }
                secrets.append(text)
            }
        }
        if let json {
            collect(json)
            for member in json.objectValue?.members ?? [] { collect(member.value) }
        }
        return secrets
    }

    /// How it reads in a sentence: `400 invalid_grant ("…")`, `201`, `an HTML page (200)`.
    var summary: String {
        guard let response else {
            if case .failure(let failure) = result { return "no answer: \(failure)" }
            return "no answer"
        }
        if isHTML { return "an HTML page (status \(response.status))" }
        if isRedirect { return "a redirect (status \(response.status))" }
        if let error {
            return "\(response.status) `\(masking.shortened(error, to: 60))`"
                + (errorDescription.map { " (\(masking.shortened($0, to: 200)))" } ?? "")
        }
        if accessToken != nil { return "\(response.status) with an access token" }
        if json != nil, response.status >= 400 {
            return "\(response.status) \(masking.shortened(response.text, to: 160))"
        }
        return response.body.isEmpty ? "\(response.status) without a body" : "status \(response.status)"
    }
}
