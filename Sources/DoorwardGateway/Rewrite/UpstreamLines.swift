internal import DoorwardSecrets

/// The parts of a request to the API that are the same for every call: written once, when the policy is made.
final class UpstreamLines: Sendable {
    /// What stands before the path: the base path of the target.
    let basePath: [UInt8]
    /// From behind the target to the end of the `Host` line (RFC 9110 §7.2).
    let host: [UInt8]
    /// How the caller reached the gate, between the caller's address in `Forwarded` and that in `X-Forwarded-For`.
    let forwarded: [UInt8]
    /// How the caller reached the gate, behind the caller's address, up to the value of `X-Request-ID`.
    let route: [UInt8]
    /// The whole value of the `Authorization` field for the API, where it wants one.
    let authorization: Secret?

    /// - Parameters:
    ///   - publicProto: the scheme that callers use.
    ///   - publicHost: the name and port under which they know the gate.
    init(_ target: UpstreamTarget, publicProto: String, publicHost: String) {
        authorization = target.authorization
        basePath = Array(target.basePath.utf8)
        host = Array(" HTTP/1.1\r\nhost: \(target.authority)\r\n".utf8)
        forwarded = Array(";host=\"\(publicHost)\";proto=\(publicProto)\r\nx-forwarded-for: ".utf8)
        let lines =
            "\r\nx-forwarded-host: \(publicHost)\r\nx-forwarded-proto: \(publicProto)\r\nvia: 1.1 doorward\r\nx-request-id: "
        route = Array(lines.utf8)
    }

    /// The lines for a policy that fixes the public address; where it does not, each request tells it.
    convenience init(_ target: UpstreamTarget, _ policy: CompiledPolicy, origin: String?) {
        let told = origin.flatMap(PublicOrigin.init)
        self.init(
            target, publicProto: policy.publicProto ?? told?.proto ?? "http",
            publicHost: policy.publicHost ?? told?.host ?? target.authority)
    }
}
