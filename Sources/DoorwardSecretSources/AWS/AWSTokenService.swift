internal import DoorwardSecrets

/// The Security Token Service: temporary credentials for a role.
///
/// Source: AWS Security Token Service API Reference, "AssumeRole" and "AssumeRoleWithWebIdentity".
struct AWSTokenService {
    let surroundings: SourceSurroundings
    let clock: AWSClock
    let region: String

    /// A role, and the conditions under which it is taken on.
    struct Role: Sendable {
        var arn: String
        var sessionName: String?
        var externalID: String?
        /// In seconds, as written in a profile.
        var duration: String?
        /// Where the role is named, for messages.
        var origin: String
    }

    /// Takes a role on by the credentials of another.
    func assume(_ role: Role, by credentials: AWSCredentials) async throws(SecretSourceError) -> AWSCredentials {
        var fields = Self.fields("AssumeRole", role)
        if let externalID = role.externalID { fields.append(("ExternalId", externalID)) }
        return try await ask("AssumeRole", fields, for: role, signedBy: credentials)
    }

    /// Takes a role on by the token of an identity provider, such as a Kubernetes service account's.
    func assume(_ role: Role, webIdentity token: String) async throws(SecretSourceError) -> AWSCredentials {
        let fields = Self.fields("AssumeRoleWithWebIdentity", role) + [("WebIdentityToken", token)]
        return try await ask("AssumeRoleWithWebIdentity", fields, for: role, signedBy: nil)
    }

    private static func fields(_ action: String, _ role: Role) -> [(name: String, value: String)] {
        let fields = [
            ("Action", action), ("Version", "2011-06-15"), ("RoleArn", role.arn),
            ("RoleSessionName", role.sessionName ?? "doorward"),
        ]
        return fields + (role.duration.map { [("DurationSeconds", $0)] } ?? [])
    }

    private func ask(
        _ action: String, _ fields: [(name: String, value: String)], for role: Role,
        signedBy credentials: AWSCredentials?
    ) async throws(SecretSourceError) -> AWSCredentials {
        let endpoint = try AWSEndpoint("sts", variable: "AWS_ENDPOINT_URL_STS", region: region, in: surroundings)
        let place = "the Security Token Service in \(region), asked by \(role.origin),"
        let call = AWSCall(
            endpoint: endpoint, surroundings: surroundings, clock: clock, place: place,
            permission: "sts:\(action) for the role, and the role's trust")
        let request = SecretRequest(
            "POST", endpoint.url,
            headers: [("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
            body: Array(PercentEncoding.form(fields).utf8))
        let response = try await call.send(request) { () throws(SecretSourceError) in credentials }
        let base = "\(action)Response/\(action)Result/Credentials"
        guard let document = AWSDocument(response.body), let accessKey = document.text("\(base)/AccessKeyId"),
            let secretKey = document.text("\(base)/SecretAccessKey"),
            let token = document.text("\(base)/SessionToken"),
            let expiration = document.text("\(base)/Expiration").flatMap({ InternetTime.timestamp($0) })
        else { throw .malformed(reason: "the answer of \(place) holds no credentials") }
        return try AWSCredentials(
            accessKey: accessKey, secretKey: secretKey, sessionToken: token, expiration: expiration,
            origin: role.origin)
    }
}
