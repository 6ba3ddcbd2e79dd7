internal import DoorwardDocuments

/// What the parts of an examination leave for each other.
struct Found {
    /// The host that served the manifest in the end, after allowed redirects.
    var manifestAddress: WebAddress?
    var manifest: LocatedDocument?
    /// How the manifest came.
    var manifestResponse: ProbeResponse?
    var openAPIAddress: WebAddress?
    var openAPI: OpenAPIDocument?
    /// Where the API is, without a slash at its end: the server that the client would choose.
    var apiBase: String?
    /// All servers that the document names.
    var servers: [WebAddress] = []
    /// `none`, `service_http`, `user_http`, `oauth`; nil when unknown.
    var authentication: String?
    /// `bearer`, `basic` or the name of a header of its own.
    var authorizationType: String?
    /// The call that is tried with and without tokens; nil when the document describes none that is harmless.
    var call: HarmlessCall?
    /// The same as a whole URL.
    var operationURL: String?
    var operationMethod = "GET"
    /// OAuth endpoints, from the manifest, the document or discovery.
    var authorizationEndpoint: WebAddress?
    var tokenEndpoint: WebAddress?
    var tokenContentType: String?
    var scope: String?
    var accessToken: String?
    var refreshToken: String?
    /// What belongs to MCP alone.
    var mcp = MCPFindings()
    /// Of the browser that signs in, where forms are filled in without a person.
    var cookies = CookieJar()
    /// The port for redirect URIs at this machine.
    var loopbackPort: Int?
    /// A server that examines itself could not reach its own public address.
    var isPublicAddressUnseen = false
}
