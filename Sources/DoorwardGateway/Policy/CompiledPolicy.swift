internal import DoorwardDocuments
internal import DoorwardOAuth

/// A ``GatePolicy`` made ready for deciding on bytes.
final class CompiledPolicy: Sendable {
    let source: GatePolicy
    let documents: PathTable<PublishedAnswer>
    let own: PathTable<OwnEndpoints>
    let routes: RouteTable
    let cors: CORSPolicy
    let headLimits: HeadLimits
    /// Header lines that tell the API how it was reached: proto and host, where the configuration fixes them.
    let publicProto: String?
    let publicHost: String?
    /// The lower-case name of the header of one's own that carries the credential.
    let credentialHeader: [UInt8]?
    /// The API behind the gate, where it is a server.
    let remoteTarget: UpstreamTarget?
    /// What requests to it have in common, where the policy fixes the public address.
    let upstreamLines: UpstreamLines?
    /// Whether calls need their user's own token for the API.
    let asksForUserTokens: Bool
    /// The answer to calls without a credential.
    private let missingCredential: Answer

    /// The path of the landing page: an operation documented there goes before it.
    private static let landing = Array("/".utf8)

    init(_ source: GatePolicy) {
        self.source = source
        routes = RouteTable(source.operations, access: source.access)
        own = PathTable(source.own.map { own in own.paths.map { (Array($0.utf8), own) } } ?? [])
        let hasRootOperation = Self.landing.withUnsafeBytes { [routes] in routes.match($0) } != nil
        documents = PathTable(
            source.documents.compactMap { document in
                let path = Array(document.path.utf8)
                return hasRootOperation && path == Self.landing ? nil : (path, PublishedAnswer(document))
            })
        var header: String?
        if case .header(let name) = source.authenticator.presentation { header = name.lowercased() }
        cors = CORSPolicy(
            origins: source.allowedOrigins, credentialHeader: header,
            hasProofs: source.authenticator.tokens?.binding != nil)
        headLimits = HeadLimits(
            head: source.limits.head, target: min(8 << 10, source.limits.head), fields: 128)
        let parts = source.publicOrigin.flatMap { origin in origin.firstRange(of: "://").map { (origin, $0) } }
        let proto = parts.map { String($0.0[..<$0.1.lowerBound]) }
        let host = parts.map { String($0.0[$0.1.upperBound...]) }
        (publicProto, publicHost) = (proto, host)
        credentialHeader = source.authenticator.headerName
        asksForUserTokens = source.userCredentials != nil
        missingCredential = .credential(.missing, challenge: source.authenticator.challenge)
        if case .remote(let target) = source.upstream { remoteTarget = target } else { remoteTarget = nil }
        upstreamLines = remoteTarget.flatMap { target in
            guard let proto, let host else { return nil }
            return UpstreamLines(target, publicProto: proto, publicHost: host)
        }
    }

    /// What to do with a request.
    enum Decision {
        case answer(Answer)
        case document(PublishedAnswer, notModified: Bool)
        /// To the own API.
        case own(OwnEndpoints)
        /// Ask about this token first.
        case judge([UInt8], any TokenResolver)
        case liveness
        case readiness
        /// To the API, as this caller; the label names the operation, and the nonce is for the caller's next proof, where
        /// that of this one is about to be over.
        case forward(label: String, index: Int?, Caller, nextNonce: String?)
    }

    /// Decides on a request by the checks of the list below, in their order.
    ///
    /// - Parameters:
    ///   - path: the canonical path.
    ///   - now: Unix seconds.
    func decide(
        _ head: RequestHead, in bytes: UnsafeRawBufferPointer, path: UnsafeRawBufferPointer, now: Int64,
        cache: inout TokenCache, judged: TokenVerdict?, requestID: () -> String
    ) -> Decision {
        // 1. What is said to everyone, from memory.
        if path.equals("/healthz") { return own(head, requestID: requestID) ?? .liveness }
        if path.equals("/readyz") { return own(head, requestID: requestID) ?? .readiness }
        if let own = own.value(at: path) { return .own(own) }
        if let document = documents.value(at: path) { return decide(document, head, in: bytes, requestID: requestID) }
        // 2. The allow-list: paths, then methods.
        let route = routes.match(path)
        guard route != nil || source.exposesUndocumented else {
            return .answer(
                .problem(
                    404, "unknown_path", detail: "No operation of this API has this path.", requestID: requestID()))
        }
        if head.method == .options, let answer = preflight(head, in: bytes, route: route) { return .answer(answer) }
        var operation: RouteTable.Operation?
        var operationIndex: Int?
        if let route {
            if let index = route.operation(for: head.method) {
                operationIndex = index
                operation = routes.operations[index]
            } else if head.method == .options {
                return .answer(Answer(status: 204, fields: Array("allow: \(route.allow)\r\n".utf8)))
            } else if !source.exposesUndocumented {
                return .answer(methodRefusal(allow: route.allow, requestID: requestID()))
            }
        }
        // 3. Who is calling.
        var caller = Caller.anonymous
        var nextNonce: String?
        if operation?.isPublic != true {
            do throws(WireRefusal) {
                let credential = try credential(in: head, bytes)
                if let tokens = source.authenticator.tokens {
                    switch judge(credential, for: operation, by: tokens, cache: &cache, judged: judged, now: now) {
                    case .admitted(let admitted): caller = admitted
                    case .decided(let decision): return decision
                    case .bound(let token):
                        switch check(token, of: head, in: bytes, path: path, for: operation, by: tokens, now: now) {
                        case .success(let proof):
                            caller = .token(TokenCaller(token.entry))
                            if proof.needsNewNonce { nextNonce = tokens.binding?.verifier.nonce.current(at: now) }
                        case .failure(let refused): return .answer(refused.answer)
                        }
                    }
                } else {
                    switch source.authenticator.verdict(on: credential, now: now) {
                    case .admitted(let admitted): caller = admitted
                    case .refused(.missing): return .answer(missingCredential)
                    case .refused(let refusal):
                        return .answer(.credential(refusal, challenge: source.authenticator.challenge))
                    }
                }
            } catch {
                return .answer(.refused(error, requestID: requestID()))
            }
        }
        // 4. What can be refused before the API is bothered.
        if case .length(let length) = head.framing, length > bodyLimit {
            return .answer(.refused(.bodyTooLarge, requestID: requestID()))
        }
        return .forward(
            label: operation?.label ?? "undocumented", index: operationIndex, caller, nextNonce: nextNonce)
    }

    /// The most bytes of a request body.
    var bodyLimit: Int {
        if case .local = source.upstream { return min(source.limits.body, source.limits.localBody) }
        return source.limits.body
    }

    /// The lines about cross-origin use for the answer to this request.
    func corsFields(_ head: RequestHead, in bytes: UnsafeRawBufferPointer) -> [UInt8] {
        guard cors.isEnabled else { return [] }
        guard let origin = head.first(.origin) else { return CORSPolicy.varyOnly }
        return cors.fields(for: bytes[slice: origin.valueRange])
    }

    /// Some clients ask for discovery documents with fields of their own, and so ask before.
    private static let openPreflight = Array(
        ("access-control-allow-origin: *\r\naccess-control-allow-methods: GET, HEAD\r\n"
            + "access-control-allow-headers: authorization, content-type, mcp-protocol-version\r\n"
            + "access-control-max-age: 86400\r\n").utf8)

    private func own(_ head: RequestHead, requestID: () -> String) -> Decision? {
        guard head.method == .get || head.method == .head else {
            return .answer(methodRefusal(allow: "GET, HEAD", requestID: requestID()))
        }
        return nil
    }

    private func decide(
        _ document: PublishedAnswer, _ head: RequestHead, in bytes: UnsafeRawBufferPointer, requestID: () -> String
    ) -> Decision {
        if head.method == .options {
            if document.allowsAnyOrigin, head.first(.accessControlRequestMethod) != nil {
                return .answer(Answer(status: 204, fields: Self.openPreflight))
            }
            if let answer = preflight(head, in: bytes, allow: "GET, HEAD") { return .answer(answer) }
            return .answer(Answer(status: 204, fields: Array("allow: GET, HEAD, OPTIONS\r\n".utf8)))
        }
        if let refusal = own(head, requestID: requestID) { return refusal }
        let condition = head.first(.ifNoneMatch).map { bytes[slice: $0.valueRange] }
        return .document(document, notModified: condition.map(document.matches) ?? false)
    }

    private func methodRefusal(allow: String, requestID: String) -> Answer {
        .problem(
            405, "method_not_allowed",
            detail: "This path does not answer to this method; the Allow field has those it does.",
            requestID: requestID, fields: "allow: \(allow)\r\n")
    }

    private func credential(
        in head: RequestHead, _ bytes: UnsafeRawBufferPointer
    ) throws(WireRefusal) -> UnsafeRawBufferPointer? {
        let field =
            if let name = credentialHeader {
                try head.single(named: name, in: bytes)
            } else {
                head.first(.authorization)
            }
        return field.map { bytes[slice: $0.valueRange] }
    }

    /// The answer to a preflight request, or nil when this is an ordinary `OPTIONS`.
    private func preflight(_ head: RequestHead, in bytes: UnsafeRawBufferPointer, route: RouteTable.Route?) -> Answer? {
        preflight(head, in: bytes, allow: route?.allow ?? HTTPMethod.allCases.map(\.text).joined(separator: ", "))
    }

    private func preflight(_ head: RequestHead, in bytes: UnsafeRawBufferPointer, allow: String) -> Answer? {
        guard cors.isEnabled, let origin = head.first(.origin), head.first(.accessControlRequestMethod) != nil else {
            return nil
        }
        var answer = Answer(status: 204)
        guard cors.allows(bytes[slice: origin.valueRange]) else { return answer }
        let requested = head.first(.accessControlRequestHeaders).map { bytes[slice: $0.valueRange] }
        let asksForPrivateNetwork = head.fields.contains { field in
            field.name == .accessControl
                && bytes[slice: field.nameRange].equalsIgnoringCase("access-control-request-private-network")
        }
        answer.fields = cors.preflightFields(allow: allow, requested: requested, privateNetwork: asksForPrivateNetwork)
        return answer
    }
}
