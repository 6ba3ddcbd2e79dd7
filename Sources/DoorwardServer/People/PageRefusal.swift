/// Why a page for people refused something: the word for logs and metrics.
enum PageRefusal: String, Sendable, CaseIterable {
    case tooManyAttempts = "too_many_attempts"
    /// At the sign-in page that may be the name, too.
    case wrongPassword = "wrong_password"
    /// The second step's.
    case wrongCode = "wrong_code"
    /// A field that was left empty, or what it holds cannot be taken.
    case unusableInput = "unusable_input"
    /// The form was not made for this browser, or its cookie did not come with it.
    case staleForm = "stale_form"
    case formTooLarge = "form_too_large"
    case formOfWrongType = "form_of_wrong_type"
    case malformedForm = "malformed_form"
    case formOfAnotherSite = "form_of_another_site"
    case signInOver = "sign_in_over"
    case invitationOver = "invitation_over"
    case tooManyKeys = "too_many_keys"
    /// An account elsewhere with which somebody else signs in here.
    case identityTaken = "identity_taken"
    case lastWayToSignIn = "last_way_to_sign_in"
    case noLocalAccounts = "no_local_accounts"
    case signInTooLongAgo = "sign_in_too_long_ago"
    case passwordQueueFull = "password_queue_full"
    case unavailable
}
