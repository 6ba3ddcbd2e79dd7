internal import DoorwardJOSE
internal import DoorwardSecrets

/// An answer of a vault that is not what was hoped for (Microsoft's page "Azure Key Vault REST API error codes").
struct AzureRefusal: Sendable {
    let host: String
    let status: Int
    /// The codes of the answer that are known, the outer one first.
    let codes: [String]
    private let retryAfter: Int64?

    /// What the caller was about to do.
    enum Need: Sendable {
        case get, list, set, disable

        /// The permission of an access policy, and the role of Azure's role-based access.
        fileprivate var words: String {
            switch self {
            case .get: "the permission Get of secrets, or the role Key Vault Secrets User"
            case .list: "the permission List of secrets, or the role Key Vault Secrets User"
            case .set, .disable: "the permission Set of secrets, or the role Key Vault Secrets Officer"
            }
        }
    }

    init(_ response: SecretResponse, from host: String) {
        self.host = host
        status = response.status
        retryAfter = response.retryAfter
        var codes: [String] = []
        var error = (try? JOSEObject(response.body, place: ""))?["error"]?.object
        // Codes are shown only when they are known; another text could be anything.
        while let object = error, codes.count < 3 {
            if let code = object["code"]?.string, Self.known.contains(code) { codes.append(code) }
            error = object["innererror"]?.object
        }
        self.codes = codes
    }

    /// The secret's version is there, but was disabled.
    var isDisabled: Bool { status == 403 && codes.contains("SecretDisabled") }

    /// The caller lacks a right, rather than being kept away by the network's rules.
    var isLackOfRights: Bool {
        status == 403 && !isDisabled
            && codes.allSatisfy { $0 != "ForbiddenByFirewall" && $0 != "ForbiddenByConnection" }
    }

    func error(needs need: Need) -> SecretSourceError {
        let what = "\(host) answers with status \(status)\(codes.isEmpty ? "" : " (\(codes.joined(separator: ", ")))")"
        switch status {
        case 401:
            return .denied(
                reason: "\(what) to a new token too; does AZURE_TENANT_ID name the tenant that the vault belongs to?")
        case 403 where isDisabled:
            return .notFound(reason: "\(what): the secret's version is disabled; enable it, or set a new one")
        case 403 where isLackOfRights:
            return .denied(reason: "\(what): this identity needs \(need.words) on the vault")
        case 403:
            return .denied(reason: "\(what): the vault's firewall does not let this machine's address in; add it there")
        case 404: return .notFound(reason: "\(what): the vault has no such secret or version; correct the name")
        case 409:
            return .unavailable(
                reason:
                    "\(what): the secret was deleted and can be recovered, or is being changed; recover or purge it, "
                    + "or try again")
        case 429: return .throttled(reason: "\(what): too many requests", retryAfter: retryAfter)
        case 500...: return .unavailable(reason: what)
        default: return .malformed(reason: "\(what), which is not understood")
        }
    }

    private static let known: Set<String> = [
        "Unauthorized", "Forbidden", "AccessDenied", "ForbiddenByRbac", "ForbiddenByPolicy", "ForbiddenByFirewall",
        "ForbiddenByConnection", "SecretNotFound", "SecretDisabled", "NotFound", "BadParameter", "BadRequest",
        "Conflict",
        "ObjectIsDeletedButRecoverable", "ObjectIsBeingDeleted", "ObjectIsBeingRecovered", "Throttled", "VaultNotFound",
        "InternalServerError", "ServiceUnavailable", "AKV10000", "AKV10022", "AKV10032",
    ]
}
