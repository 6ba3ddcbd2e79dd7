/// The answer of a source of secrets. It may hold a secret, so it prints its status and nothing else.
public struct SecretResponse: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var status: Int
    public var headers: [(name: String, value: String)]
    /// The whole body, of at most ``largest`` bytes.
    public var body: [UInt8]

    /// The largest body that is read, in bytes: no secret manager's largest value is larger when encoded.
    public static let largest = 1024 * 1024

    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first value of a header, whose name is compared without regard to case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    public var description: String { "status \(status), \(body.count) bytes" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["status": status]) }
}
