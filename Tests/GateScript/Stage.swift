import DoorwardDocuments
import DoorwardGateway
import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import NIOCore
import NIOEmbedded

/// A gate with one caller and one connection to the API, all of them in this thread.
final class Stage {
    /// An obviously made-up service secret.
    static let secret = "script-" + String(repeating: "0123456789", count: 6)
    static let manifest = "/.well-known/ai-plugin.json"
    private static let origin = "https://api.example.com"
    private static let key = try? SigningKey.generate()
    private let eventLoop = EmbeddedEventLoop()
    private let gate: InProcessGate
    private let caller: EmbeddedChannel
    private let upstreams = Upstreams()

    struct Unexpected: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameter count: how many times it will be played at most.
    init(_ call: Call, count: Int) throws {
        let policy = try Self.policy(call)
        gate = InProcessGate(policy, on: eventLoop, log: (.json, SilentSink())) { [eventLoop, upstreams] handler in
            let channel = EmbeddedChannel(handlers: [handler], loop: eventLoop)
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 9000)).wait()
            upstreams.channels.append(channel)
        }
        caller = EmbeddedChannel(handlers: [gate.makeCallerHandler(address: "192.0.2.7")], loop: eventLoop)
        try caller.connect(to: SocketAddress(ipAddress: "192.0.2.7", port: 40_000)).wait()
        let texts = try (0..<(call.isFirstSight ? count : 1)).map { number in
            guard call.usesToken else { return call.request }
            return call.request.split(separator: "{token}", omittingEmptySubsequences: false)
                .joined(separator: try Self.makeToken(number))
        }
        requests = texts.map { ByteBuffer(string: $0) }
        answerBytes = call.upstream.map { ByteBuffer(string: $0) }
        statusLine = Array(call.answer.utf8)
    }

    private let requests: [ByteBuffer]
    private var played = 0
    private let answerBytes: ByteBuffer?
    private let statusLine: [UInt8]

    /// One call, from the caller's request to the whole answer.
    func play(_ call: Call) throws {
        try caller.writeInbound(requests[played % requests.count])
        played += 1
        if let answerBytes {
            guard let upstream = upstreams.channels.first, var request = try upstream.readOutbound(as: ByteBuffer.self)
            else { throw Unexpected(description: "\(call.name): nothing went to the API") }
            // A body follows its head in a piece of its own.
            while var more = try upstream.readOutbound(as: ByteBuffer.self) { request.writeBuffer(&more) }
            guard request.readableBytes > 100 else { throw Unexpected(description: "\(call.name): half a request") }
            try upstream.writeInbound(answerBytes)
        }
        var length = 0
        while let piece = try caller.readOutbound(as: ByteBuffer.self) {
            if length == 0, !piece.readableBytesView.starts(with: statusLine) {
                throw Unexpected(description: "\(call.name): \(String(buffer: piece))")
            }
            length += piece.readableBytes
        }
        guard length > statusLine.count else { throw Unexpected(description: "\(call.name): no answer") }
        eventLoop.run()
    }

    // MARK: What the gate decides by

    private static func policy(_ call: Call) throws -> GatePolicy {
        let hello = OpenAPIOperation(
            method: "GET", path: try PathTemplate("/hello"), operationID: "sayHello", isPublic: false)
        let notes = OpenAPIOperation(
            method: "POST", path: try PathTemplate("/notes"), operationID: "addNote", isPublic: false)
        let reference = ResolvedSecret(
            reference: try SecretReference(parsing: "env:SCRIPT"),
            version: SecretVersion(secret: Secret(utf8: secret)))
        let service = Authenticator.service(
            ServiceSecretRing(secrets: [reference], scheme: .bearer), presentedAs: .bearer)
        return GatePolicy(
            documents: [
                PublicDocument(
                    path: manifest, contentType: "application/json", body: Array(repeating: 0x20, count: 700),
                    cacheControl: "public, max-age=300")
            ],
            operations: [hello, notes], authenticator: call.usesToken ? .tokens(try tokens()) : service,
            authenticationName: "service_http", upstream: .remote(UpstreamTarget(host: "127.0.0.1", port: 9000)),
            publicOrigin: origin, allowedOrigins: ["https://chatgpt.com"])
    }

    private static func tokens() throws -> TokenGuard {
        guard let key else { throw Unexpected(description: "no key could be made") }
        return TokenGuard(
            verifier: TokenVerifier(
                keys: JSONWebKeySet([key.publicKey]), policy: .accessToken(issuer: origin, audience: origin)),
            revoked: RevocationSet(), resourceMetadata: "\(origin)/.well-known/oauth-protected-resource",
            resolver: nil, identity: nil)
    }

    /// An access token that a key of this process signs.
    private static func makeToken(_ number: Int) throws -> String {
        guard let key else { throw Unexpected(description: "no key could be made") }
        let now = GateScript.unixSeconds()
        var claims = ClaimsWriter()
        claims.add("iss", origin)
        claims.add("sub", "user-1")
        claims.add("aud", origin)
        claims.add("client_id", "client-1")
        claims.add("exp", now + 6000)
        claims.add("iat", now)
        claims.add("jti", "token-\(number)")
        claims.add("scope", "read write")
        return try TokenMinter(key: key, type: "at+jwt").mintText(claims)
    }
}

/// The connections to the API that the gate has asked for.
private final class Upstreams {
    var channels: [EmbeddedChannel] = []
}

/// Takes log lines and forgets them.
private struct SilentSink: LogSink {
    func write(_ lines: [UInt8]) {}
}
