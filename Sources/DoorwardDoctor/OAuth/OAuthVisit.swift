/// A sign-in that ended with a code.
struct OAuthVisit: Sendable {
    let code: String
    let verifier: CodeVerifier?
}
