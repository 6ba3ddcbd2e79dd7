import DoorwardDocuments
import DoorwardSecrets
import NIOCore

@testable import DoorwardGateway

/// One way a gate may be set up, and one caller: what the head that goes to the API depends on beside the request.
struct ForwardSetting {
    let policy: CompiledPolicy
    let target: UpstreamTarget
    let peer: PeerAddress
    let caller: Caller
    let identity: [UInt8]?
    /// The lower-case name of the credential's own header.
    let credential: [UInt8]?
    /// What the API must be told of the caller.
    private let said: [WireMessage.Field]

    /// The fields that the gate writes by itself.
    static let ownNames = Names(
        "content-length", "transfer-encoding", "expect", "doorward-subject", "doorward-auth", "doorward-client",
        "doorward-scope", "doorward-identity", "authorization", "forwarded", "x-forwarded-for", "x-forwarded-host",
        "x-forwarded-proto", "via", "x-request-id", "traceparent", "tracestate")

    private static let proxy = PeerAddress(text: "127.0.0.1", bytes: [127, 0, 0, 1])
    private static let stranger = PeerAddress(
        text: "2001:db8::7", bytes: [0x20, 1, 0xD, 0xB8] + Array(repeating: 0, count: 11) + [7])

    private static let identifiers = IdentifierSource()

    /// Names that nobody should have and somebody will.
    private static let hostileName = "a b\r\nDoorward-Auth: none\u{0}\u{E9}%"

    /// So long that the gate must begin again with more room.
    private static let long = String(repeating: "x", count: 2_000)

    static let all: [ForwardSetting] = [
        // Everything is told by the request and by a trusted proxy.
        make(UpstreamTarget(host: "api.internal", port: 9000), proxy, .anonymous, origin: nil),
        // A user, a base path, the API's own credential; nobody is trusted.
        make(
            UpstreamTarget(
                host: "::1", port: 80, basePath: "/v1", authorization: Secret(utf8: "Bearer not-a-secret")),
            stranger, .user(record), origin: "https://door.example"),
        // A header of one's own, through a trusted proxy.
        make(
            UpstreamTarget(host: "api.internal", port: 80), proxy, .service(0), origin: nil,
            authenticator: .service(
                ServiceSecretRing(secrets: [], scheme: .header), presentedAs: .header("X-Api-Key"))),
        // A token.
        make(
            UpstreamTarget(isSecure: true, host: "api.internal", port: 443), proxy,
            .token(
                TokenCaller(
                    TokenCache.Entry(
                        AccessTokenFacts(
                            subject: hostileName, client: hostileName, scopes: ["read", long, hostileName], expiresAt: 0
                        )))),
            origin: nil, identity: Array("aaaa.bbbb.cccc".utf8)),
    ]

    private static let record = APIKeyRecord(
        id: "k_test", user: hostileName, digest: SecretDigest(hashing: Array("not a key".utf8)), hint: "dw_test",
        createdAt: 0)

    private static func make(
        _ target: UpstreamTarget, _ peer: PeerAddress, _ caller: Caller, origin: String?,
        authenticator: Authenticator = .none, identity: [UInt8]? = nil
    ) -> ForwardSetting {
        let policy = GatePolicy(
            documents: [], operations: [], authenticator: authenticator, authenticationName: "none",
            upstream: .remote(target), publicOrigin: origin)
        return ForwardSetting(
            policy: CompiledPolicy(policy), target: target, peer: peer, caller: caller, identity: identity,
            credential: authenticator.headerName, said: Self.identity(of: caller, identity, target))
    }

    /// What the gate knows of the request, as `GateConnection.openContext` finds it.
    func context(_ head: RequestHead, in bytes: UnsafeRawBufferPointer) -> RequestContext {
        let request = RequestContext()
        let trusts = policy.source.trustsProxy
        let isTrusted = trusts(peer)
        request.method = head.method
        request.isHTTP10 = head.isHTTP10
        request.identifier = (1, 2)
        request.caller = caller
        request.identity = identity
        request.client = isTrusted ? ForwardedFields.client(head, in: bytes, peer: peer, trusts: trusts) : peer.text
        var parents: [UnsafeRawBufferPointer] = []
        for field in head.fields {
            if field.name == .traceparent { parents.append(bytes[slice: field.valueRange]) }
            if field.name == .xRequestID, isTrusted {
                request.givenIdentifier = Label.read(bytes[slice: field.valueRange])
            }
        }
        var identifiers = Self.identifiers
        request.trace = TraceContext(continuing: parents.count == 1 ? parents.first : nil, using: &identifiers)
        if policy.source.publicOrigin == nil {
            request.origin = ForwardedFields.origin(head, in: bytes, isTrusted: isTrusted)?.text
        }
        return request
    }

    /// What the API must be told of the caller, in that order.
    private static func identity(
        of caller: Caller, _ identity: [UInt8]?, _ target: UpstreamTarget
    ) -> [WireMessage.Field] {
        let odd = "a%20b%0D%0ADoorward-Auth:%20none%00%C3%A9%25"
        var fields: [WireMessage.Field] =
            switch caller {
            case .anonymous: [.init("doorward-auth", "none")]
            case .service: [.init("doorward-subject", "service"), .init("doorward-auth", "service_http")]
            case .user: [.init("doorward-subject", odd), .init("doorward-auth", "user_http")]
            case .token:
                [
                    .init("doorward-subject", odd), .init("doorward-auth", "oauth"), .init("doorward-client", odd),
                    .init("doorward-scope", "read \(long) \(odd)"),
                ]
            }
        if let identity { fields.append(WireMessage.Field(name: Array("doorward-identity".utf8), value: identity)) }
        if target.authorization != nil { fields.append(.init("authorization", "Bearer not-a-secret")) }
        return fields + [.init("via", "1.1 doorward")]
    }

    private static let identityNames = Names(
        "doorward", "doorward-auth", "doorward-subject", "doorward-client", "doorward-scope", "doorward-identity",
        "authorization", "via")

    /// Whether the fields that say who calls say what the gate knows, and nothing else.
    func isTruthful(_ fields: some Sequence<WireMessage.Field>) -> Bool {
        fields.filter { Self.identityNames.contains($0.key) } == said
    }
}
