internal import DoorwardJOSE
public import DoorwardSecrets

/// Reads and writes `aws-ssm://REGION/NAME[#member]`: the Parameter Store of AWS Systems Manager.
///
/// The newest version and the one before are live. A name with a slash in it is one of a hierarchy and gets a slash in
/// front: `aws-ssm://eu-central-1/app/token` is the parameter `/app/token`.
///
/// Needs `ssm:GetParameter`; to rotate `ssm:PutParameter` and `ssm:DescribeParameters`; and `kms:Decrypt` for a key of
/// one's own.
///
/// Source: AWS Systems Manager API Reference.
public final class AWSParameterSource: WritableSecretSource {
    private static let form = "aws-ssm://REGION/NAME, with #MEMBER behind it where needed"
    private let service: AWSService
    private let surroundings: SourceSurroundings

    /// - Parameter credentials: the one chain of this process.
    public init(surroundings: SourceSurroundings, credentials: AWSCredentialChain) {
        self.surroundings = surroundings
        service = AWSService(
            name: "ssm", target: "AmazonSSM", title: "Parameter Store", endpointVariable: "AWS_ENDPOINT_URL_SSM",
            surroundings: surroundings, credentials: credentials)
    }

    public var schemes: [String] { ["aws-ssm"] }

    public func read(_ reference: SecretReference) async throws(SecretSourceError) -> [SecretVersion] {
        let (region, name) = try Self.place(reference)
        let newest = try await parameter(name, in: region)
        var current = try newest.live(of: reference)
        if newest.type == "String" {
            current.warnings.append("the parameter is a plain String; a SecureString is kept encrypted")
        }
        if let warning = service.credentials.clock.warning { current.warnings.append(warning) }
        // A writing whose answer was lost is done again, and makes two versions of one value: look behind them.
        for version in (max(newest.version - 3, 0)..<newest.version).reversed() where version > 0 {
            do throws(SecretSourceError) {
                let before = try await parameter("\(name):\(version)", in: region)
                guard before.version == version else { throw .malformed(reason: "the answer is about another version") }
                let previous = try before.live(of: reference)
                if previous.secret.digest != current.secret.digest { return [current, previous] }
            } catch .notFound {
                // Only the last hundred versions are kept.
                break
            } catch {
                current.lacks("version \(version) could not be read: \(error)")
                break
            }
        }
        return [current]
    }

    private static func place(_ reference: SecretReference) throws(SecretSourceError) -> (region: String, name: String)
    {
        let place = try AWSReference(reference, form: form, options: [], service: "ssm")
        let isPlain = !place.name.contains("/") || place.name.hasPrefix("/") || place.name.hasPrefix("arn:")
        return (place.region, isPlain ? place.name : "/" + place.name)
    }

    /// One version of a parameter, whole.
    private struct Parameter {
        let name: String
        let type: String
        let secret: Secret
        let version: Int64
        let since: Int64?

        func live(of reference: SecretReference) throws(SecretSourceError) -> SecretVersion {
            SecretVersion(
                secret: try AWSValue.secret(secret, of: reference), label: String(version), id: String(version),
                since: since)
        }
    }

    private func parameter(_ name: String, in region: String) async throws(SecretSourceError) -> Parameter {
        let answer = try await service.call(
            "GetParameter", in: region, JOSEObject(["Name": .string(name), "WithDecryption": .bool(true)]))
        guard let object = answer["Parameter"]?.object, let version = object["Version"]?.integer, version > 0,
            let value = object["Value"]?.string, let type = object["Type"]?.string
        else { throw .malformed(reason: "the answer of Parameter Store in \(region) holds no parameter") }
        return Parameter(
            name: object["Name"]?.string ?? name, type: type, secret: Secret(utf8: value), version: version,
            since: AWSValue.seconds(object["LastModifiedDate"]))
    }

    public func write(
        _ secret: Secret, to reference: SecretReference
    ) async throws(SecretSourceError) -> SecretVersion {
        let (region, name) = try Self.place(reference)
        guard var text = secret.revealUTF8() else {
            throw .malformed(reason: "a parameter is text; the new value is not")
        }
        let old = try await parameter(name, in: region)
        guard ["SecureString", "String"].contains(old.type) else {
            throw .badReference(reason: "the parameter is a list; a secret is kept in a SecureString")
        }
        if let member = reference.fragment {
            let whole = try JSONMember.replace(member, by: text, in: old.secret.withUnsafeBytes { Array($0) })
            text = String(decoding: whole, as: UTF8.self)
        }
        guard !text.isEmpty else { throw .empty }
        let answer = try await put(text, as: old, in: region)
        guard let version = answer["Version"]?.integer else {
            throw .malformed(reason: "the answer of Parameter Store in \(region) has no Version")
        }
        return SecretVersion(secret: secret, label: String(version), id: String(version), since: surroundings.now())
    }

    private func put(_ text: String, as old: Parameter, in region: String) async throws(SecretSourceError) -> JOSEObject
    {
        guard let kept = try await keeping(of: old, in: region) else {
            return try await service.call(
                "PutParameter", in: region,
                JOSEObject([
                    "Name": .string(old.name), "Value": .string(text), "Type": .string(old.type),
                    "Overwrite": .bool(true),
                ]))
        }
        return try await service.call(
            "PutParameter", in: region,
            JOSEObject([
                "Name": .string(old.name), "Value": .string(text), "Type": .string(old.type),
                "Overwrite": .bool(true), "KeyId": .string(kept.key), "Tier": .string(kept.tier),
            ]))
    }

    /// The key that a SecureString is encrypted with, and its tier: what is written without naming them takes the
    /// account's defaults.
    private func keeping(
        of parameter: Parameter, in region: String
    ) async throws(SecretSourceError) -> (key: String, tier: String)? {
        guard parameter.type == "SecureString" else { return nil }
        let filter = JOSEObject([
            "Key": .string("Name"), "Option": .string("Equals"), "Values": .array([.string(parameter.name)]),
        ])
        let filters = JOSEValue.array([.object(filter)])
        var request = JOSEObject(["ParameterFilters": filters])
        // A page may be empty and another follow.
        for _ in 0..<10 {
            let answer = try await service.call("DescribeParameters", in: region, request)
            let found = answer["Parameters"]?.array?.compactMap(\.object) ?? []
            if let one = found.first(where: { $0["Name"]?.string == parameter.name }) {
                return one["KeyId"]?.string.map { ($0, one["Tier"]?.string ?? "Standard") }
            }
            guard let next = answer["NextToken"]?.string else { break }
            request = JOSEObject(["ParameterFilters": filters, "NextToken": .string(next)])
        }
        throw .malformed(reason: "the answer of Parameter Store in \(region) does not describe the parameter")
    }

    /// - Throws: always: Parameter Store has no way to take a single version away.
    public func retire(_ version: SecretVersion, of reference: SecretReference) async throws(SecretSourceError) {
        throw .badReference(
            reason:
                "Parameter Store cannot take one version away; rotate once more, and the version before the last is "
                + "no longer read (aws-sm:// can do it)")
    }
}
