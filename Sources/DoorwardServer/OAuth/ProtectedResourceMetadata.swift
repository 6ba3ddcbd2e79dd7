public import DoorwardDocuments
import DoorwardJOSE

/// The document by which clients find out who gives tokens for the API (RFC 9728).
public enum ProtectedResourceMetadata {
    public static let path = "/.well-known/oauth-protected-resource"

    /// - Parameters:
    ///   - resource: the one spelling of the resource.
    ///   - issuer: the authorization server, this one or another.
    ///   - scopes: those that clients may ask for; left out when there are none.
    ///   - name: what people call the API.
    ///   - documentation: an address for developers to read.
    public static func document(
        resource: String, issuer: String, scopes: [String], name: String?, documentation: String?
    ) -> PublicDocument {
        var json = ClaimsWriter()
        json.add("resource", resource)
        json.add("authorization_servers", [issuer])
        if !scopes.isEmpty { json.add("scopes_supported", scopes) }
        json.add("bearer_methods_supported", ["header"])
        if let name, !name.isEmpty { json.add("resource_name", name) }
        if let documentation { json.add("resource_documentation", documentation) }
        return ServerMetadata.document(at: path, json.bytes)
    }

    /// The address of the document, for challenges.
    public static func address(resource: String) -> String { resource + path }
}
