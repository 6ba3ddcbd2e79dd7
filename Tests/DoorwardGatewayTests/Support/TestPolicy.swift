import DoorwardDocuments
import DoorwardSecrets

@testable import DoorwardGateway

/// Policies and their parts, made in one line.
enum TestPolicy {
    /// An obviously made-up service secret.
    static let secret = "test-secret-" + String(repeating: "0123456789", count: 4)

    static func ring(_ secrets: [String] = [secret], scheme: CredentialScheme = .bearer) throws -> ServiceSecretRing {
        let resolved = try secrets.map { text in
            ResolvedSecret(
                reference: try SecretReference(parsing: "env:TEST"),
                version: SecretVersion(secret: Secret(utf8: text)))
        }
        return ServiceSecretRing(secrets: resolved, scheme: scheme)
    }

    static func operation(_ method: String, _ path: String, id: String? = nil, isPublic: Bool = false) throws
        -> OpenAPIOperation
    {
        OpenAPIOperation(method: method, path: try PathTemplate(path), operationID: id, isPublic: isPublic)
    }

    /// A policy whose operations all lead to one address.
    static func make(
        _ upstream: GatePolicy.Upstream, operations: [(String, String)] = [], documents: [PublicDocument] = [],
        authenticator: Authenticator = .none, change: (inout GatePolicy) -> Void = { _ in }
    ) throws -> GatePolicy {
        var policy = GatePolicy(
            documents: documents, operations: try operations.map { try operation($0.0, $0.1) },
            authenticator: authenticator, authenticationName: "none", upstream: upstream,
            publicOrigin: "https://door.example")
        change(&policy)
        return policy
    }
}
