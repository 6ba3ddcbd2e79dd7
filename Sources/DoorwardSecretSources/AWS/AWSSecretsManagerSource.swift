internal import DoorwardJOSE
public import DoorwardSecrets

/// Reads and writes `aws-sm://REGION/NAME[?stages=AWSCURRENT,AWSPREVIOUS][#member]`: AWS Secrets Manager.
///
/// What the stages `AWSCURRENT` and `AWSPREVIOUS` point at is live, the current value first; `AWSPENDING` and stages of
/// one's own when the reference lists them. NAME may be a secret's whole resource name.
///
/// Needs `secretsmanager:GetSecretValue`; to rotate `secretsmanager:PutSecretValue`, to retire
/// `secretsmanager:UpdateSecretVersionStage`; and `kms:Decrypt` for a key of one's own.
///
/// Source: AWS Secrets Manager API Reference.
public final class AWSSecretsManagerSource: WritableSecretSource {
    static let current = "AWSCURRENT"
    static let form = "aws-sm://REGION/NAME, with ?stages=AWSCURRENT,AWSPREVIOUS or #MEMBER behind it where needed"
    let service: AWSService
    private let surroundings: SourceSurroundings

    /// - Parameter credentials: the one chain of this process.
    public init(surroundings: SourceSurroundings, credentials: AWSCredentialChain) {
        self.surroundings = surroundings
        service = AWSService(
            name: "secretsmanager", target: "secretsmanager", title: "Secrets Manager",
            endpointVariable: "AWS_ENDPOINT_URL_SECRETS_MANAGER", surroundings: surroundings,
            credentials: credentials)
    }

    public var schemes: [String] { ["aws-sm"] }

    public func read(_ reference: SecretReference) async throws(SecretSourceError) -> [SecretVersion] {
        let place = try Self.place(reference)
        let stages = try Self.stages(reference)
        var versions = [try await version(stages[0], at: place, of: reference)]
        for stage in stages.dropFirst() {
            do throws(SecretSourceError) {
                let version = try await version(stage, at: place, of: reference)
                let isKnown = versions.contains { $0.id == version.id || $0.secret.digest == version.secret.digest }
                if !isKnown { versions.append(version) }
            } catch .notFound {
                // A secret that was never rotated has no previous value.
            } catch {
                versions[0].lacks("\(stage) could not be read: \(error)")
            }
        }
        if let warning = service.credentials.clock.warning { versions[0].warnings.append(warning) }
        return versions
    }

    /// The reference's `stages`, the current one first.
    private static func stages(_ reference: SecretReference) throws(SecretSourceError) -> [String] {
        guard let text = reference.option("stages") else { return [current, "AWSPREVIOUS"] }
        let stages = text.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
        guard stages.count <= 8, Set(stages).count == stages.count,
            stages.allSatisfy({ (1...256).contains($0.utf8.count) && $0.utf8.allSatisfy(PercentEncoding.isUnreserved) })
        else {
            throw .badReference(reason: "stages are up to 8 different names with commas between them; write \(form)")
        }
        return stages.filter { $0 == current } + stages.filter { $0 != current }
    }

    static func place(_ reference: SecretReference) throws(SecretSourceError) -> AWSReference {
        try AWSReference(reference, form: form, options: ["stages"], service: "secretsmanager")
    }

    private func version(
        _ stage: String, at place: AWSReference, of reference: SecretReference
    ) async throws(SecretSourceError) -> SecretVersion {
        let answer = try await value(stage, at: place)
        var version = answer
        version.secret = try AWSValue.secret(answer.secret, of: reference)
        return version
    }

    /// What a stage points at, whole.
    func value(_ stage: String, at place: AWSReference) async throws(SecretSourceError) -> SecretVersion {
        let answer = try await service.call(
            "GetSecretValue", in: place.region,
            JOSEObject(["SecretId": .string(place.name), "VersionStage": .string(stage)]))
        let said = "the answer of Secrets Manager in \(place.region)"
        guard let id = answer["VersionId"]?.string, (1...64).contains(id.utf8.count) else {
            throw .malformed(reason: "\(said) has no VersionId")
        }
        if let stages = answer["VersionStages"], stages.strings?.contains(stage) != true {
            throw .malformed(reason: "\(said) is about another stage than \(stage)")
        }
        let secret: Secret
        switch (answer["SecretString"], answer["SecretBinary"]) {
        case (.string(let text), nil): secret = Secret(utf8: text)
        case (nil, .string(let text)):
            guard let bytes = PaddedBase64.decode(text) else {
                throw .malformed(reason: "\(said) has a SecretBinary that is not base64")
            }
            secret = Secret(bytes)
        default: throw .malformed(reason: "\(said) has neither SecretString nor SecretBinary, or both")
        }
        return SecretVersion(secret: secret, label: stage, id: id, since: AWSValue.seconds(answer["CreatedDate"]))
    }

    public func write(
        _ secret: Secret, to reference: SecretReference
    ) async throws(SecretSourceError) -> SecretVersion {
        let place = try Self.place(reference)
        var whole = secret
        if let member = reference.fragment {
            guard let text = secret.revealUTF8() else {
                throw .malformed(reason: "a member of a JSON object is text; the new value is not")
            }
            let old = try await value(Self.current, at: place).secret
            whole = Secret(try JSONMember.replace(member, by: text, in: old.withUnsafeBytes { Array($0) }))
        }
        guard whole.count > 0 else { throw .empty }
        guard whole.count <= AWSValue.largest else { throw .malformed(reason: "the new value is larger than 64 KiB") }
        let content: (name: String, value: String) =
            whole.revealUTF8().map { ("SecretString", $0) }
            ?? ("SecretBinary", PaddedBase64.encode(whole.withUnsafeBytes { Array($0) }))
        // The same for every attempt, so that one that was not heard of makes no second version.
        let token = Self.uuid()
        let answer = try await service.call(
            "PutSecretValue", in: place.region,
            JOSEObject([
                "SecretId": .string(place.name), "ClientRequestToken": .string(token),
                content.name: .string(content.value),
            ]))
        return SecretVersion(
            secret: secret, label: Self.current, id: answer["VersionId"]?.string ?? token, since: surroundings.now())
    }

    /// Takes a stage other than `AWSCURRENT` off its version. With a member, the whole version goes.
    public func retire(_ version: SecretVersion, of reference: SecretReference) async throws(SecretSourceError) {
        let place = try Self.place(reference)
        guard let stage = version.label, let id = version.id, stage != Self.current else {
            throw .badReference(
                reason: "this version is the current one; rotate first, then retire what has become AWSPREVIOUS")
        }
        _ = try await service.call(
            "UpdateSecretVersionStage", in: place.region,
            JOSEObject([
                "SecretId": .string(place.name), "VersionStage": .string(stage), "RemoveFromVersionId": .string(id),
            ]))
    }

    /// A random UUID (RFC 9562 §5.4).
    private static func uuid() -> String {
        var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let text = Hexadecimal.encode(bytes)
        let ends = [0, 8, 12, 16, 20, 32]
        return zip(ends, ends.dropFirst()).map { String(text.dropFirst($0).prefix($1 - $0)) }.joined(separator: "-")
    }
}
