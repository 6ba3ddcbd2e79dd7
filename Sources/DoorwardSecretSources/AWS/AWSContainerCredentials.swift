internal import DoorwardSecrets

/// The endpoint that ECS and EKS give a container: `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` or `…_FULL_URI`.
///
/// Source: AWS SDKs and Tools Reference Guide, "Container credential provider".
struct AWSContainerCredentials: AWSCredentialSource {
    let surroundings: SourceSurroundings

    private static let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    private static let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"

    func find(near region: String) async throws(SecretSourceError) -> AWSCredentialFinding {
        guard let (url, name) = try address() else { return .absent("AWS_CONTAINER_CREDENTIALS_… (not set)") }
        var headers = [(name: "Accept", value: "application/json")]
        if let token = try await token() { headers.append(("Authorization", token)) }
        let response: SecretResponse
        do throws(SecretSourceError) {
            response = try await surroundings.send { SecretRequest("GET", url, headers: headers, timeout: .seconds(2)) }
        } catch {
            throw .unavailable(reason: "\(name): \(error)")
        }
        switch response.status {
        case 200: return .found(try AWSCredentials(served: response.body, origin: name))
        case 500...: throw .unavailable(reason: "\(name): the endpoint answers with status \(response.status)")
        case 429: throw .throttled(reason: "\(name): too many requests", retryAfter: response.retryAfter)
        default:
            throw .denied(
                reason: "\(name): the endpoint answers with status \(response.status); look at the task's role, "
                    + "and at AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")
        }
    }

    private func address() throws(SecretSourceError) -> (url: String, name: String)? {
        if let path = surroundings.variable(Self.relative) {
            guard path.hasPrefix("/"), AWSText.isPrintable(path) else {
                throw .denied(reason: "\(Self.relative) is not a path; it begins with /")
            }
            return ("http://169.254.170.2\(path)", Self.relative)
        }
        guard let url = surroundings.variable(Self.full) else { return nil }
        let address = AWSAddress(url)
        guard AWSText.isPrintable(url), let host = address.plainHost,
            address.scheme == "https" || address.scheme == "http"
        else { throw .denied(reason: "\(Self.full) is not an address; write http://HOST:PORT/PATH or https://…") }
        // Credentials in clear go no further than this machine.
        guard address.scheme == "https" || Self.isNear(host) else {
            throw .denied(
                reason: "\(Self.full) names \(host) without TLS; only loopback addresses, 169.254.170.2, "
                    + "169.254.170.23 and [fd00:ec2::23] may be asked by http")
        }
        return (url, Self.full)
    }

    private static func isNear(_ host: String) -> Bool {
        if ["localhost", "::1", "169.254.170.2", "169.254.170.23", "fd00:ec2::23"].contains(host) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { $0.utf8.count <= 3 && UInt8($0) != nil }
    }

    private func token() async throws(SecretSourceError) -> String? {
        var token = surroundings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN")
        let name = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
        if let path = surroundings.variable(name) {
            do {
                token = try surroundings.text(ofFile: path)
            } catch {
                throw .denied(reason: "\(name): \(error)")
            }
        }
        guard let token else { return nil }
        guard Secret(utf8: token).fitsInHeader else {
            throw .denied(reason: "AWS_CONTAINER_AUTHORIZATION_TOKEN(_FILE) holds no token of one line")
        }
        return token
    }
}
