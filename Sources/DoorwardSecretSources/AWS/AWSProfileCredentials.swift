internal import DoorwardSecrets

/// A profile of the shared files: keys, or a role that is taken on by another profile's keys, by what the machine has,
/// or by a token.
///
/// Source: AWS SDKs and Tools Reference Guide, "Shared config and credentials files" and "Assume role credential
/// provider".
struct AWSProfileCredentials: AWSCredentialSource {
    let surroundings: SourceSurroundings
    let clock: AWSClock

    func find(near region: String) async throws(SecretSourceError) -> AWSCredentialFinding {
        let asked = surroundings.variable("AWS_PROFILE") ?? surroundings.variable("AWS_DEFAULT_PROFILE")
        let name = asked ?? "default"
        let profiles = try await read()
        guard let settings = profiles.settings[name] else {
            guard let asked else { return .absent("profile default of ~/.aws/credentials and ~/.aws/config (none)") }
            throw .denied(reason: "AWS_PROFILE: there is no profile \(asked) in \(places)")
        }
        // A profile that holds nothing but a region is no reason to stop looking, unless it was asked for.
        let says = ["aws_access_key_id", "role_arn", "credential_process", "sso_session", "sso_start_url"]
        if asked == nil, !says.contains(where: { settings[$0] != nil }) {
            return .absent("profile default (no keys and no role)")
        }
        let said = surroundings.variable("AWS_REGION") ?? surroundings.variable("AWS_DEFAULT_REGION")
        var walk = Walk(profiles: profiles, region: said ?? settings["region"] ?? region)
        return .found(try await credentials(of: name, &walk))
    }

    /// The profiles on the way from the first to the keys.
    private struct Walk {
        let profiles: AWSProfiles
        let region: String
        var seen: [String] = []
    }

    private func credentials(of name: String, _ walk: inout Walk) async throws(SecretSourceError) -> AWSCredentials {
        let origin = "profile \(name)"
        guard let settings = walk.profiles.settings[name] else {
            throw .denied(reason: "there is no profile \(name) in \(places), which another names as source_profile")
        }
        // A profile may name itself: then its own keys are the source.
        let isOwnSource = walk.seen.last == name
        guard isOwnSource || !walk.seen.contains(name), walk.seen.count < 8 else {
            throw .denied(reason: "\(origin): source_profile leads round in a circle")
        }
        walk.seen.append(name)
        if !isOwnSource, let arn = settings["role_arn"] {
            let role = AWSTokenService.Role(
                arn: arn, sessionName: settings["role_session_name"], externalID: settings["external_id"],
                duration: settings["duration_seconds"], origin: origin)
            return try await assume(role, settings, &walk)
        }
        if let accessKey = settings["aws_access_key_id"] {
            guard let secretKey = settings["aws_secret_access_key"] else {
                throw .denied(reason: "\(origin) has aws_access_key_id and no aws_secret_access_key; write both")
            }
            return try AWSCredentials(
                accessKey: accessKey, secretKey: secretKey, sessionToken: settings["aws_session_token"],
                origin: origin)
        }
        throw .denied(reason: "\(origin) \(Self.refusal(settings))")
    }

    private static func refusal(_ settings: [String: String]) -> String {
        if settings["credential_process"] != nil {
            return "gets its keys by a command (credential_process), which is not run here; use a role or keys"
        }
        if settings["sso_session"] != nil || settings["sso_start_url"] != nil {
            return "signs in by a browser (sso), which a server cannot; use a role or keys"
        }
        return "has no aws_access_key_id and no role_arn"
    }

    private func assume(
        _ role: AWSTokenService.Role, _ settings: [String: String], _ walk: inout Walk
    ) async throws(SecretSourceError) -> AWSCredentials {
        guard settings["mfa_serial"] == nil else {
            throw .denied(reason: "\(role.origin) wants a code from a device (mfa_serial), which a server has not")
        }
        let base: AWSCredentials
        switch (settings["source_profile"], settings["credential_source"], settings["web_identity_token_file"]) {
        case (let source?, nil, nil): base = try await credentials(of: source, &walk)
        case (nil, let source?, nil): base = try await machine(source, role, near: walk.region)
        case (nil, nil, let path?):
            return try await AWSWebIdentityCredentials.assume(
                role, tokenFile: path, in: surroundings, clock: clock, region: walk.region)
        default:
            throw .denied(
                reason: "\(role.origin) has role_arn; it needs one of source_profile, credential_source and "
                    + "web_identity_token_file besides")
        }
        let service = AWSTokenService(surroundings: surroundings, clock: clock, region: walk.region)
        return try await service.assume(role, by: base)
    }

    /// What `credential_source` names.
    private func machine(
        _ name: String, _ role: AWSTokenService.Role, near region: String
    ) async throws(SecretSourceError) -> AWSCredentials {
        let source: any AWSCredentialSource
        switch name {
        case "Environment": source = AWSEnvironmentCredentials(surroundings: surroundings)
        case "EcsContainer": source = AWSContainerCredentials(surroundings: surroundings)
        case "Ec2InstanceMetadata": source = AWSInstanceCredentials(surroundings: surroundings)
        default:
            throw .denied(
                reason: "\(role.origin): credential_source is Environment, EcsContainer or Ec2InstanceMetadata")
        }
        switch try await source.find(near: region) {
        case .found(let credentials): return credentials
        case .absent(let what): throw .denied(reason: "\(role.origin): credential_source \(name): \(what)")
        case .silent(let what): throw .unavailable(reason: "\(role.origin): credential_source \(name): \(what)")
        }
    }

    private func read() async throws(SecretSourceError) -> AWSProfiles {
        AWSProfiles(
            credentials: try await text("AWS_SHARED_CREDENTIALS_FILE", "credentials"),
            config: try await text("AWS_CONFIG_FILE", "config"))
    }

    private func path(_ variable: String, _ usual: String) -> String? {
        guard let path = surroundings.variable(variable) else {
            return surroundings.variable("HOME").map { "\($0)/.aws/\(usual)" }
        }
        guard path.hasPrefix("~/"), let home = surroundings.variable("HOME") else { return path }
        return home + path.dropFirst()
    }

    private var places: String {
        let paths = [path("AWS_SHARED_CREDENTIALS_FILE", "credentials"), path("AWS_CONFIG_FILE", "config")]
        return paths.compactMap(\.self).joined(separator: " and ")
    }

    private func text(_ variable: String, _ usual: String) async throws(SecretSourceError) -> String? {
        guard let path = path(variable, usual) else { return nil }
        do throws(SecretSourceError) {
            return try surroundings.text(ofFile: path)
        } catch .noFile, .empty {
            return nil
        } catch {
            throw .denied(reason: "\(variable): \(error)")
        }
    }
}
