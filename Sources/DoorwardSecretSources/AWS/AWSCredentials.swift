internal import DoorwardSecrets

/// An access key of AWS, with what makes it a temporary one.
///
/// It prints its access key's identifier, which is public, and nothing else.
struct AWSCredentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let accessKey: String
    let secretKey: Secret
    let sessionToken: Secret?
    /// Unix seconds from which on they are refused; `nil` when they last until somebody deletes them.
    let expiration: Int64?
    /// Where they come from, for messages: `AWS_ACCESS_KEY_ID`, `the EC2 metadata service`.
    let origin: String

    /// - Throws: `SecretSourceError/malformed(reason:)` when a part cannot be sent in a header.
    init(
        accessKey: String, secretKey: String, sessionToken: String?, expiration: Int64? = nil, origin: String
    ) throws(SecretSourceError) {
        let isKey = { (byte: UInt8) in PercentEncoding.isUnreserved(byte) }
        guard (1...128).contains(accessKey.utf8.count), accessKey.utf8.allSatisfy(isKey) else {
            throw .malformed(
                reason: "\(origin): the access key's identifier is not one; it has letters and digits only")
        }
        guard (1...1024).contains(secretKey.utf8.count), AWSText.isPrintable(secretKey) else {
            throw .malformed(reason: "\(origin): the secret access key is not one; it is one line without blanks")
        }
        if let sessionToken, !AWSText.isPrintable(sessionToken) || sessionToken.utf8.count > 16384 {
            throw .malformed(reason: "\(origin): the session token is not one; it is one line without blanks")
        }
        self.accessKey = accessKey
        self.secretKey = Secret(utf8: secretKey)
        self.sessionToken = sessionToken.map { Secret(utf8: $0) }
        self.expiration = expiration
        self.origin = origin
    }

    func isSame(as other: AWSCredentials) -> Bool {
        accessKey == other.accessKey && secretKey.digest == other.secretKey.digest
            && sessionToken?.digest == other.sessionToken?.digest
    }

    var description: String { "credentials of \(origin)" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: ["origin": origin]) }
}
