public import DoorwardDocuments
import DoorwardJOSE
public import DoorwardOAuth

/// The document by which clients find out who gives tokens for the API (RFC 9728).
public enum ProtectedResourceMetadata {
    public static let path = "/.well-known/oauth-protected-resource"

    /// - Parameters:
    ///   - resource: the one spelling of the resource.
    ///   - issuer: the authorization server, this one or another.
    ///   - scopes: those that clients may ask for; left out when there are none.
    ///   - name: what people call the API.
    ///   - documentation: an address for developers to read.
    ///   - keyBinding: whether tokens may, or must, be bound to a key (RFC 9449).
    public static func document(
        resource: String, issuer: String, scopes: [String], name: String?, documentation: String?,
        keyBinding: AuthorizationFeatures.Use = .off
    ) -> PublicDocument {
        var json = ClaimsWriter()
        json.add("resource", resource)
        json.add("authorization_servers", [issuer])
        // offline_access is the authorization server's business (MCP, authorization).
        let scopes = scopes.filter { $0 != "offline_access" }
        if !scopes.isEmpty { json.add("scopes_supported", scopes) }
        json.add("bearer_methods_supported", ["header"])
        if keyBinding.isOffered {
            json.add("dpop_signing_alg_values_supported", ProofVerifier.algorithmNames)
            json.add("dpop_bound_access_tokens_required", keyBinding == .required)
        }
        if let name, !name.isEmpty { json.add("resource_name", name) }
        if let documentation { json.add("resource_documentation", documentation) }
        return ServerMetadata.document(at: path, json.bytes)
    }

    /// The address of the document, for challenges.
    public static func address(resource: String) -> String { resource + path }
}
