internal import DoorwardSecrets

/// The metadata service of an EC2 instance, version 2; version 1, which takes requests without a token, is never asked.
///
/// Source: Amazon EC2 User Guide, "Use the Instance Metadata Service to access instance metadata".
struct AWSInstanceCredentials: AWSCredentialSource {
    let surroundings: SourceSurroundings
    private static let title = "the EC2 metadata service"

    func find(near region: String) async throws(SecretSourceError) -> AWSCredentialFinding {
        if surroundings.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() == "true" {
            return .absent("\(Self.title) (AWS_EC2_METADATA_DISABLED)")
        }
        let base = try base()
        // Outside EC2 nobody answers: ask once, and shortly.
        let opening: SecretResponse
        do throws(SecretSourceError) {
            opening = try await surroundings.transport.send(
                SecretRequest(
                    "PUT", "\(base)/latest/api/token",
                    headers: [("X-aws-ec2-metadata-token-ttl-seconds", "21600")], timeout: .seconds(1)))
        } catch {
            guard case .unavailable = error else { return .absent("\(Self.title) (\(error))") }
            return .silent("\(Self.title) (no answer; not an EC2 instance, or its hop limit is too low)")
        }
        guard opening.status != 429, opening.status < 500 else {
            return .silent("\(Self.title) (gives no token: status \(opening.status))")
        }
        guard opening.status == 200, let token = Self.line(opening.body), AWSText.isPrintable(token) else {
            return .absent("\(Self.title) (gives no token: status \(opening.status))")
        }
        let roles = "\(base)/latest/meta-data/iam/security-credentials/"
        let list = try await get(roles, token)
        guard list.status != 404 else { return .absent("\(Self.title) (the instance has no role)") }
        guard list.status == 200, let role = Self.line(list.body), role.utf8.allSatisfy(Self.isOfName) else {
            throw .malformed(reason: "\(Self.title) names no role (status \(list.status))")
        }
        let response = try await get(roles + role, token)
        guard response.status == 200 else {
            throw .denied(
                reason: "\(Self.title) gives no credentials for the instance's role (status \(response.status))")
        }
        return .found(try AWSCredentials(served: response.body, origin: Self.title))
    }

    private func get(_ url: String, _ token: String) async throws(SecretSourceError) -> SecretResponse {
        try await surroundings.send {
            SecretRequest("GET", url, headers: [("X-aws-ec2-metadata-token", token)], timeout: .seconds(1))
        }
    }

    private func base() throws(SecretSourceError) -> String {
        let name = "AWS_EC2_METADATA_SERVICE_ENDPOINT"
        guard let url = surroundings.variable(name) else {
            let mode = surroundings.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")?.lowercased()
            return mode == "ipv6" ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
        }
        let address = AWSAddress(url)
        guard ["http", "https"].contains(address.scheme), address.plainHost != nil, AWSText.isPrintable(url) else {
            throw .denied(reason: "\(name) is not an address; write http://HOST:PORT")
        }
        return url.hasSuffix("/") ? String(url.dropLast()) : url
    }

    /// The first line of an answer of one line.
    private static func line(_ body: [UInt8]) -> String? {
        let line = body.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        return (1...1024).contains(line.count) ? String(validating: line, as: UTF8.self) : nil
    }

    /// Letters, digits and `+=,.@-_`, as names of roles have (IAM API Reference, "RoleName").
    private static func isOfName(_ byte: UInt8) -> Bool {
        PercentEncoding.isUnreserved(byte) || "+=,@".utf8.contains(byte)
    }
}
