internal import Crypto
internal import DoorwardSecrets

/// Signs requests with an access key: AWS Signature Version 4, in the `Authorization` header.
///
/// As all services but S3 want it: dots and double slashes in the path are resolved, and what is escaped in it is
/// escaped once more. Source: AWS Identity and Access Management User Guide, "Create a signed AWS API request".
struct AWSSignature {
    let credentials: AWSCredentials
    let region: String
    /// The service's name in signatures, such as `secretsmanager`.
    let service: String

    /// Adds `X-Amz-Date`, `X-Amz-Security-Token` for temporary credentials, and `Authorization`.
    ///
    /// Every header of the request is signed, and `Host`, which the transport adds.
    func sign(_ request: inout SecretRequest, at now: Int64) {
        let stamp = AWSTime.stamp(now)
        request.headers.append(("X-Amz-Date", stamp))
        if let token = credentials.sessionToken?.revealUTF8() {
            request.headers.append(("X-Amz-Security-Token", token))
        }
        let (canonical, names) = Self.canonical(request)
        let scope = "\(stamp.prefix(8))/\(region)/\(service)/aws4_request"
        let signature = Hexadecimal.encode(
            Self.code("\(Self.algorithm)\n\(stamp)\n\(scope)\n\(Self.digest(Array(canonical.utf8)))", key: key(stamp)))
        request.headers.append(
            (
                "Authorization",
                "\(Self.algorithm) Credential=\(credentials.accessKey)/\(scope), SignedHeaders=\(names), "
                    + "Signature=\(signature)"
            ))
    }

    private static let algorithm = "AWS4-HMAC-SHA256"

    /// The key of a day, a region and a service.
    private func key(_ stamp: String) -> SymmetricKey {
        let secret = credentials.secretKey.withUnsafeBytes { Array("AWS4".utf8) + Array($0) }
        return [String(stamp.prefix(8)), region, service, "aws4_request"].reduce(SymmetricKey(data: secret)) {
            SymmetricKey(data: Self.code($1, key: $0))
        }
    }

    /// The request in the one form that both sides make a digest of, and the names of its headers.
    static func canonical(_ request: SecretRequest) -> (text: String, signedHeaders: String) {
        let address = AWSAddress(request.url)
        var headers: [String: [String]] = ["host": [address.host]]
        for (name, value) in request.headers { headers[name.lowercased(), default: []].append(trimmed(value)) }
        let sorted = headers.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        let names = sorted.map(\.key).joined(separator: ";")
        let lines = sorted.map { "\($0.key):\($0.value.joined(separator: ","))\n" }.joined()
        let text = [
            request.method, canonicalPath(address.path), canonicalQuery(address.query), lines, names,
            digest(request.body),
        ].joined(separator: "\n")
        return (text, names)
    }

    /// Without white space around it, and one blank for several.
    private static func trimmed(_ value: String) -> String {
        value.split(separator: " ").joined(separator: " ")
    }

    private static func canonicalPath(_ path: Substring) -> String {
        var segments: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        guard !segments.isEmpty else { return "/" }
        let kept = "/" + segments.joined(separator: "/") + (path.hasSuffix("/") ? "/" : "")
        return PercentEncoding.encode(kept.utf8, keeping: [UInt8(ascii: "/")])
    }

    private static func canonicalQuery(_ query: Substring) -> String {
        let pairs = query.split(separator: "&").map { (pair: Substring) -> (name: String, value: String) in
            let sign = pair.firstIndex(of: "=") ?? pair.endIndex
            let once = { (text: Substring) in PercentEncoding.encode(AWSText.unescaped(text.utf8)) }
            return (once(pair[..<sign]), once(pair[sign...].dropFirst()))
        }
        let sorted = pairs.sorted {
            $0.name == $1.name
                ? $0.value.utf8.lexicographicallyPrecedes($1.value.utf8)
                : $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
        }
        return sorted.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    private static func digest(_ bytes: [UInt8]) -> String { Hexadecimal.encode(Array(SHA256.hash(data: bytes))) }

    private static func code(_ text: String, key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }
}
