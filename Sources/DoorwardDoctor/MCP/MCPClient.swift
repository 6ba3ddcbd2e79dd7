/// A client as the authorization server knows it.
struct MCPClient: Sendable {
    let registration: ClientProfile.Registration
    let id: String
    let secret: ProbeSecret?
    let redirectURI: String
    let authentication: ClientProfile.TokenAuthentication

    /// How to name it in a sentence.
    var words: String {
        switch registration {
        case .preregistered: "the client id that was given"
        case .metadataDocument: "the client id \(id)"
        case .dynamic: "the client that was just registered"
        }
    }
}
