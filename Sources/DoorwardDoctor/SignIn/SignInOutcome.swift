/// How a sign-in ended.
enum SignInOutcome: Sendable {
    /// The browser was sent back to the client, with a code or an error.
    case callback(AuthorizationCallback)
    /// It went no further.
    case stopped(SignInStop)
    /// Nobody is there who could sign in; the text says what to pass.
    case skipped(String)
}
