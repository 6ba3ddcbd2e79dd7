/// Who asks Google: what a credential file says, or the machine itself.
enum GoogleIdentity: Sendable {
    case serviceAccount(GoogleServiceAccount)
    case user(GoogleUser)
    case workload(GoogleWorkload)
    case impersonated(GoogleImpersonation, by: Source)
    case machine

    /// Who may impersonate: a file holds one inside the other, and no deeper.
    enum Source: Sendable {
        case serviceAccount(GoogleServiceAccount)
        case user(GoogleUser)
        case workload(GoogleWorkload)
    }

    /// The scope that Secret Manager wants (Method: projects.secrets.versions.access, Authorization scopes).
    static let scope = "https://www.googleapis.com/auth/cloud-platform"
}

/// A person's long-lived token, as `gcloud auth application-default login` writes it.
struct GoogleUser: Sendable {
    let file: String
    let clientID: String
    let clientSecret: String
    let refreshToken: String
    let tokenAddress: GoogleAddress
}

/// An identity of another provider, exchanged for one of Google's (workload identity federation).
struct GoogleWorkload: Sendable {
    enum Source: Sendable {
        case file(path: String)
        case address(GoogleAddress, headers: [(name: String, value: String)])
    }

    let file: String
    let audience: String
    let subjectTokenType: String
    let tokenAddress: GoogleAddress
    let source: Source
    /// The member of the JSON object that holds the token; `nil` when it is the whole text.
    let tokenField: String?
    let clientID: String?
    let clientSecret: String?
    let userProject: String?
}

/// A service account that another identity acts as (`generateAccessToken` of the IAM Service Account Credentials API).
struct GoogleImpersonation: Sendable {
    let file: String
    let address: GoogleAddress
    let delegates: [String]
    /// Seconds that the token is to live.
    let lifetime: Int64
}
