internal import DoorwardSecrets

/// A credential file, as Google's own libraries read it ("Application Default Credentials", AIP-4110 and following).
enum GoogleCredentialFile {
    static let tokenAddress = "https://oauth2.googleapis.com/token"
    static let exchangeAddress = "https://sts.googleapis.com/v1/token"

    /// The identity that the file holds, and the project that pays for its requests, where it names one.
    static func parse(
        _ bytes: [UInt8], file: String
    ) throws(SecretSourceError) -> (identity: GoogleIdentity, quotaProject: String?) {
        let fields = try GoogleFields(bytes, file: file)
        let type = try fields.text("type", limit: 64)
        if let universe = try fields.optionalText("universe_domain"), universe != "googleapis.com" {
            throw fields.wrong("universe_domain", "has to be googleapis.com; other clouds are not read yet")
        }
        let quotaProject = try fields.optionalText("quota_project_id", limit: 128)
        switch type {
        case "service_account": return (.serviceAccount(try GoogleServiceAccount(fields)), nil)
        case "authorized_user": return (.user(try user(fields)), quotaProject)
        case "external_account":
            let workload = try workload(fields)
            let impersonation = try impersonation(fields, lifetimeIn: "service_account_impersonation")
            guard let impersonation else { return (.workload(workload), quotaProject) }
            return (.impersonated(impersonation, by: .workload(workload)), quotaProject)
        case "impersonated_service_account": return (try impersonated(fields), quotaProject)
        default:
            throw fields.wrong(
                "type", "has to be service_account, authorized_user, external_account or impersonated_service_account")
        }
    }

    private static func user(_ fields: GoogleFields) throws(SecretSourceError) -> GoogleUser {
        GoogleUser(
            file: fields.file, clientID: try fields.text("client_id"), clientSecret: try fields.text("client_secret"),
            refreshToken: try fields.text("refresh_token"),
            tokenAddress: try fields.address("token_uri", default: tokenAddress))
    }

    private static func impersonated(_ fields: GoogleFields) throws(SecretSourceError) -> GoogleIdentity {
        guard let impersonation = try impersonation(fields, lifetimeIn: nil) else {
            throw fields.wrong("service_account_impersonation_url", "is missing")
        }
        guard let source = try fields.object("source_credentials") else {
            throw fields.wrong("source_credentials", "is missing")
        }
        switch try source.text("type", limit: 64) {
        case "service_account": return .impersonated(impersonation, by: .serviceAccount(try .init(source)))
        case "authorized_user": return .impersonated(impersonation, by: .user(try user(source)))
        case "external_account": return .impersonated(impersonation, by: .workload(try workload(source)))
        default: throw source.wrong("type", "has to be service_account, authorized_user or external_account")
        }
    }

    private static func impersonation(
        _ fields: GoogleFields, lifetimeIn options: String?
    ) throws(SecretSourceError) -> GoogleImpersonation? {
        guard let address = try fields.optionalAddress("service_account_impersonation_url") else { return nil }
        guard address.text.hasSuffix(":generateAccessToken") else {
            throw fields.wrong("service_account_impersonation_url", "has to end with :generateAccessToken")
        }
        // The range that the IAM Service Account Credentials API takes: at most twelve hours.
        let options = try options.flatMap { name throws(SecretSourceError) in try fields.object(name) }
        return GoogleImpersonation(
            file: fields.file, address: address, delegates: try fields.optionalTexts("delegates"),
            lifetime: try options?.optionalNumber("token_lifetime_seconds", 600...43_200) ?? 3600)
    }

    private static func workload(_ fields: GoogleFields) throws(SecretSourceError) -> GoogleWorkload {
        guard let source = try fields.object("credential_source") else {
            throw fields.wrong("credential_source", "is missing")
        }
        try refuseOtherSources(source)
        let format = try source.object("format")
        let type = try format?.optionalText("type", limit: 64) ?? "text"
        guard type == "text" || type == "json" else { throw source.wrong("format.type", "has to be text or json") }
        return GoogleWorkload(
            file: fields.file, audience: try fields.text("audience"),
            subjectTokenType: try fields.text("subject_token_type"),
            tokenAddress: try fields.address("token_url", default: exchangeAddress),
            source: try tokenSource(source),
            tokenField: type == "json" ? try format?.text("subject_token_field_name", limit: 128) : nil,
            clientID: try fields.optionalText("client_id"), clientSecret: try fields.optionalText("client_secret"),
            userProject: try fields.optionalText("workforce_pool_user_project", limit: 128))
    }

    private static func tokenSource(_ source: GoogleFields) throws(SecretSourceError) -> GoogleWorkload.Source {
        guard source.has("file") != source.has("url") else {
            throw source.wrong("file", "or url has to be there, and not both")
        }
        if source.has("file") { return .file(path: try source.text("file")) }
        let address = try source.address("url", plain: .linkLocal)
        return .address(address, headers: try source.object("headers")?.texts() ?? [])
    }

    private static func refuseOtherSources(_ source: GoogleFields) throws(SecretSourceError) {
        if source.has("environment_id") {
            throw source.wrong(
                "environment_id",
                "stands for AWS, which is not read here; give the workload an OIDC token in a file or "
                    + "at an address, or a service account's key")
        }
        if source.has("executable") {
            throw source.wrong(
                "executable",
                "names a program, and none is run for credentials; let it write the token to a file, and "
                    + "name the file in credential_source.file")
        }
        if source.has("certificate") {
            throw source.wrong("certificate", "is not read here; use an OIDC token in a file or at an address")
        }
    }
}
