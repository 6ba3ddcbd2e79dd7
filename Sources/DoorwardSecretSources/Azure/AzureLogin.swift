internal import DoorwardJOSE
internal import DoorwardSecrets

/// Asks Microsoft Entra for a token by client credentials (Microsoft's page "OAuth 2.0 client credentials flow";
/// RFC 6749 §4.4, RFC 7523 §2.2).
struct AzureLogin: Sendable {
    private let surroundings: SourceSurroundings
    private let scope: String
    private let host: String
    private let tenant: String
    private let client: String
    /// The variable that made this the way to log in; for messages.
    private let variable: String

    /// - Throws: `SecretSourceError/denied(reason:)` naming the variable that is missing or wrong.
    init(
        _ surroundings: SourceSurroundings, challenge: AzureChallenge, because variable: String
    ) throws(SecretSourceError) {
        guard let client = surroundings.variable("AZURE_CLIENT_ID") else {
            throw .denied(reason: "\(variable) is set, and AZURE_CLIENT_ID is not; set it to the application's id")
        }
        guard let tenant = surroundings.variable("AZURE_TENANT_ID") ?? challenge.tenant else {
            throw .denied(reason: "\(variable) is set, and AZURE_TENANT_ID is not; set it to the tenant's id")
        }
        guard AzureText.isTenant(tenant) else {
            throw .denied(reason: "AZURE_TENANT_ID is not a tenant's id or domain")
        }
        self.surroundings = surroundings
        self.scope = challenge.scope
        self.host = try Self.host(surroundings.variable("AZURE_AUTHORITY_HOST") ?? "login.microsoftonline.com")
        self.tenant = tenant
        self.client = client
        self.variable = variable
    }

    /// - Parameter proof: the fields that show who asks.
    func token(proof: [(name: String, value: String)]) async throws(SecretSourceError) -> AzureToken {
        let fields = [("client_id", client)] + proof + [("grant_type", "client_credentials"), ("scope", scope)]
        let response = try await surroundings.send { () throws(SecretSourceError) in
            SecretRequest(
                "POST", "https://\(host)/\(tenant)/oauth2/v2.0/token",
                headers: [
                    ("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json"),
                ], body: Array(PercentEncoding.form(fields).utf8))
        }
        guard response.status == 200 else { throw refusal(response) }
        return try AzureToken(response.body, from: host, now: surroundings.now())
    }

    private static func host(_ text: String) throws(SecretSourceError) -> String {
        var text = text[...]
        if text.lowercased().hasPrefix("https://") { text = text.dropFirst(8) }
        while text.hasSuffix("/") { text.removeLast() }
        guard let host = AzureText.authority(text) else {
            throw .denied(reason: "AZURE_AUTHORITY_HOST is not an https address like https://login.microsoftonline.com")
        }
        return host
    }

    private func refusal(_ response: SecretResponse) -> SecretSourceError {
        let codes = Self.codes(of: response)
        let shown = codes.isEmpty ? "" : " (\(codes.map { "AADSTS\($0)" }.joined(separator: ", ")))"
        let what = "\(host) answers the login by \(variable) with status \(response.status)\(shown)"
        switch response.status {
        case 429: return .throttled(reason: what, retryAfter: response.retryAfter)
        case 500...: return .unavailable(reason: what)
        default:
            let advice = codes.compactMap(advice).first
            return .denied(
                reason: "\(what); \(advice ?? "check AZURE_TENANT_ID, AZURE_CLIENT_ID and what \(variable) holds")")
        }
    }

    /// The numbers of `error_codes`, at most four (Microsoft's page "Microsoft Entra authentication error codes").
    private static func codes(of response: SecretResponse) -> [Int64] {
        let object = try? JOSEObject(response.body, place: "")
        let numbers = (object?["error_codes"]?.array ?? []).compactMap(\.integer)
        return Array(numbers.filter { (1...9_999_999_999).contains($0) }.prefix(4))
    }

    private func advice(_ code: Int64) -> String? {
        switch code {
        case 7_000_215, 7_000_216: "the client secret is wrong: set its value, not its id, in AZURE_CLIENT_SECRET"
        case 7_000_222: "the client secret has expired: make a new one for the application"
        case 700_016: "the tenant has no such application: correct AZURE_CLIENT_ID or AZURE_TENANT_ID"
        case 90_002, 900_021, 900_023: "there is no such tenant: correct AZURE_TENANT_ID or AZURE_AUTHORITY_HOST"
        case 700_024: "the workload's token is not valid at this time: is the clock right, and is the file renewed?"
        case 70_021, 700_211, 700_212, 700_213:
            "the application has no federated credential for this workload: compare issuer, subject and audience"
        case 500_011, 650_057: "the tenant does not know Key Vault's resource: is the vault in this tenant and cloud?"
        default: nil
        }
    }
}
