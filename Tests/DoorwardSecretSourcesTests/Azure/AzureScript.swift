import DoorwardSecrets

@testable import DoorwardSecretSources

/// Azure as the tests script it: a vault that asks for a token, a login that gives one.
enum AzureScript {
    static let host = "myvault.vault.azure.net"
    static let challenge = """
        Bearer authorization="https://login.microsoftonline.com/the-tenant", resource="https://vault.azure.net"
        """
    static let environment = [
        "AZURE_TENANT_ID": "my-tenant", "AZURE_CLIENT_ID": "my-client", "AZURE_CLIENT_SECRET": "fake&secret",
    ]

    /// Version ids: `v(1)` is 32 digits that begin with 00000001.
    static func v(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits + String(repeating: "a", count: 24)
    }

    static func token(_ number: Int = 1, life: Int = 3600) -> SecretResponse {
        .json(200, #"{"token_type":"Bearer","expires_in":\#(life),"access_token":"fake-token-\#(number)"}"#)
    }

    static func asked(_ header: String = challenge) -> SecretResponse {
        .json(401, #"{"error":{"code":"Unauthorized"}}"#, headers: [("WWW-Authenticate", header)])
    }

    static func refusal(_ status: Int, _ code: String, inner: String? = nil) -> SecretResponse {
        let inner = inner.map { #","innererror":{"code":"\#($0)"}"# } ?? ""
        return .json(status, #"{"error":{"code":"\#(code)","message":"fake-quoted-secret"\#(inner)}}"#)
    }

    static func attributes(created: Int, enabled: Bool = true, more: String = "") -> String {
        #""attributes":{"enabled":\#(enabled),"created":\#(created),"updated":\#(created)\#(more)}"#
    }

    static func item(_ number: Int, created: Int, enabled: Bool = true, more: String = "") -> String {
        let about = attributes(created: created, enabled: enabled, more: more)
        return #"{"id":"https://\#(host)/secrets/chatgpt/\#(v(number))",\#(about)}"#
    }

    static func page(_ items: [String], next: String = "null") -> SecretResponse {
        .json(200, #"{"value":[\#(items.joined(separator: ","))],"nextLink":\#(next)}"#)
    }

    /// A version with its value; `value` is written as JSON.
    static func bundle(_ number: Int, value: String, created: Int = 100, more: String = "") -> SecretResponse {
        let about = attributes(created: created)
        return .json(
            200, #"{"value":\#(value),"id":"https://\#(host)/secrets/chatgpt/\#(v(number))",\#(about)\#(more)}"#)
    }

    /// Answers what has a token by `vault`, the login by `login`, and everything else of the vault by the challenge.
    static func transport(
        login: @escaping ScriptedTransport.Answer = { _ throws(SecretSourceError) in token() },
        vault: @escaping ScriptedTransport.Answer
    ) -> ScriptedTransport {
        ScriptedTransport(every: { request throws(SecretSourceError) in
            if request.url.hasPrefix("https://login.") { return try login(request) }
            return request.header("Authorization") == nil ? asked() : try vault(request)
        })
    }

    static func source(
        _ transport: ScriptedTransport, environment: [String: String] = environment, directory: String = "/",
        clock: ManualClock = ManualClock()
    ) -> AzureKeyVaultSource {
        AzureKeyVaultSource(
            surroundings: SourceSurroundings(transport, environment: environment, directory: directory, clock: clock))
    }

    static func reference(_ rest: String = "chatgpt") throws -> SecretReference {
        try SecretReference(parsing: "azure-kv://myvault/\(rest)")
    }
}

extension SecretRequest {
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    var text: String { String(decoding: body, as: UTF8.self) }
    /// Method and path, without the vault's address and the version of the interface.
    var short: String {
        let path = url.replacing("https://\(AzureScript.host)/secrets", with: "").replacing(
            "?api-version=7.4", with: "")
        return "\(method) \(path)"
    }
}

extension SecretVersion {
    var text: String? { secret.revealUTF8() }
}

/// The error that a closure throws.
func problem(_ work: () async throws -> Void) async -> SecretSourceError? {
    do { try await work() } catch { return error as? SecretSourceError }
    return nil
}
