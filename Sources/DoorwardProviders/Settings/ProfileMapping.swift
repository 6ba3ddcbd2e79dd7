/// Where in a user information the members are that matter: names of members with dots between them, as `data.id` for
/// `{"data": {"id": 7}}`.
public struct ProfileMapping: Sendable, Equatable {
    /// A text or an integer that never changes for an account.
    public var subject: String
    public var email: String?
    /// `true` or `"true"` where the provider vouches for the address; nil where it says nothing of that.
    public var emailVerified: String?
    public var name: String?

    public init(subject: String = "id", email: String? = "email", emailVerified: String? = nil, name: String? = "name")
    {
        self.subject = subject
        self.email = email
        self.emailVerified = emailVerified
        self.name = name
    }
}
